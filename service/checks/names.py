"""Names: borrowed from the staff or a frequent author, hiding direction characters, or used as advertising space."""

import hashlib
import re

from service.checks.links import find_links
from service.checks.privacy import has_phone
from service.checks.text import fold
from service.checks.views import undoubled, words_only
from service.domain.comments import CommentFacts
from service.domain.verdicts import Signal

NAME = "names"

_SAME, _CONTAINS, _LIKE_AUTHOR, _DIRECTION, _ADVERTISING = 0.9, 0.7, 0.7, 0.6, 0.8
_SHORTEST_STAFF_NAME = 3
_CONTROLS = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u034f\u180e]"
    "|(?<![\u0620-\u06ff])[\u200c\u200d]|[\u200c\u200d](?![\u0620-\u06ff])"
)
"""Characters that turn or hide text. Joiners between Arabic letters are Persian and Urdu spelling."""

_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡьԛԝ" + "αβεηικνορτυχωγσ" + "օոսհցզ" + "ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ" + "ɪ℮0135$@|!i",
    "abekmhopctyxljsdgbqw" + "abenlknoptuxwyo" + "onuhgq" + "abcdeghjklmnoprstuvwyz" + "leolessalll",
)
"""Cyrillic, Greek, Armenian and small capital letters, digits and signs by the Latin letter that they look
like, and i by l, which a capital I looks like (UTS 39)."""

_TURNED = re.compile("[\u202d\u202e]")
_SHORTEST_AUTHOR_NAME = 4


def check_names(facts: CommentFacts) -> tuple[Signal, ...]:
    """Signals about the author's name; no spans, since spans point into the body."""
    signals = []
    borrowed = _borrowed(facts)
    if borrowed is not None:
        staff, score = borrowed
        signals.append(Signal(NAME, "name.impersonation", score, (), {"staff": staff}))
    elif (author := facts.known_author) is not None and _is_borrowed_from(author, facts.author_name):
        signals.append(Signal(NAME, "name.impersonation", _LIKE_AUTHOR, (), {"author": author}))
    controls = _CONTROLS.findall(facts.author_name)
    if controls:
        signals.append(Signal(NAME, "name.direction", _DIRECTION, (), {"count": len(controls)}))
    if find_links(facts.author_name) or has_phone(fold(facts.author_name)):
        signals.append(Signal(NAME, "name.advertising", _ADVERTISING))
    return tuple(signals)


def skeleton(name: str) -> str:
    """What a name looks like: folded, look-alike letters as one, doubled letters once, no gaps.

    A name that an override character turns around is read as it is shown.
    """
    return _words(name).replace(" ", "")


def name_key(name: str, *, site_id: str) -> str:
    """By which a site's names that look alike are found: 32 hexadecimal digits over the skeleton."""
    return hashlib.sha256(f"{site_id}|{skeleton(name)}".encode()).hexdigest()[:32]


def _words(name: str) -> str:
    shown = name[::-1] if _TURNED.search(name) else name
    return undoubled(words_only(fold(shown).folded.translate(_LOOK_ALIKES)))


def _is_borrowed_from(author: str, name: str) -> bool:
    """Whether somebody else's name of the same looks is taken for theirs.

    «محمد» belongs to nobody: a single word counts only where it is the other name in disguise.
    """
    if len(skeleton(name)) < _SHORTEST_AUTHOR_NAME:
        return False
    in_disguise = words_only(fold(name).folded) != words_only(fold(author).folded)
    return in_disguise or " " in _words(author).strip()


def _borrowed(facts: CommentFacts) -> tuple[str, float] | None:
    """The staff name that this one looks like, or holds as whole words, with the score."""
    mine = skeleton(facts.author_name)
    words = f" {_words(facts.author_name)} "
    contained = None
    for staff in facts.staff_names:
        theirs = skeleton(staff)
        if len(theirs) < _SHORTEST_STAFF_NAME:
            continue
        if theirs == mine:
            return staff, _SAME
        if f" {_words(staff)} " in words:
            contained = contained or (staff, _CONTAINS)
    return contained
