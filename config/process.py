"""What every process of Taliq does to itself: show its role, and not outlive its parent."""

import ctypes
import os
import signal
import sys

import setproctitle

_PR_SET_PDEATHSIG = 1


def show_role(role: str) -> None:
    """Make the command line read `taliq ROLE`, also in processes forked later."""
    setproctitle.setproctitle(f"taliq {role}")


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends, however it ends.

    Nothing is lost by that: accepted comments and due deliveries are rows. Linux only;
    elsewhere this does nothing. It survives exec, but not fork: each child says it for itself.
    """
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended in between
        os._exit(1)
