"""The words and rules of moderation: pure, no I/O, no library beyond the standard one."""
