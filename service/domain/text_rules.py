"""What text may be kept: readable, storable, and the same after a second cleaning.

A comment is plain text. Nothing here judges what it says; the rules only keep out what
cannot be stored, cannot be seen, or changes how the text around it is shown. "Visible"
counts letters, digits, punctuation, symbols and spaces; marks and invisible code points
add nothing to a length.
"""

import re
import unicodedata

BODY_MARKS = 4  # combining marks in a row; vocalised Arabic needs two, rarely three
NAME_MARKS = 3

# Controls except LF and TAB, lone surrogates, private use, noncharacters, tag characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000e0000-\U000e007f"
    "\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_OVERRIDES = re.compile("[\u202a-\u202e]")  # embeddings too: isolates do their work without leaking
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OPENERS, _CLOSER = "\u2066\u2067\u2068", "\u2069"
# Code points of a letter or symbol category that draw nothing.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800\u034f")
_INVISIBLE_IN_NAMES = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u3164\ufeff\uffa0\u2800]"
)
_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"\s+")


def has_forbidden(text: str) -> bool:
    """Whether a code point stands in it that is never stored; CRLF and CR are line ends, not faults."""
    return _FORBIDDEN.search(_LINE_ENDS.sub("\n", text)) is not None


def visible_length(text: str) -> int:
    """How many code points take up room."""
    if text.isascii():
        return len(text)
    return sum(_is_visible(character) for character in text)


def is_readable(text: str) -> bool:
    """Whether anything but blanks can be seen."""
    return any(not character.isspace() and _is_visible(character) for character in text)


def clean_body(text: str) -> str:
    """The stored form of a comment's text, which must have nothing forbidden.

    Line ends are LF, overrides go, isolates stay where their line balances them, the form
    is NFC, no more than four combining marks follow each other, and the edges are trimmed.
    """
    text = _OVERRIDES.sub("", _LINE_ENDS.sub("\n", text))
    text = "\n".join(_balance(line) for line in text.split("\n"))
    return _settle(text, BODY_MARKS).strip()


def clean_line(text: str) -> str:
    """The stored form of a title: as a body, on one line."""
    return _SPACES.sub(" ", clean_body(text))


def clean_name(text: str) -> str:
    """The stored form of a name: one line, no direction controls, nothing invisible.

    The joiners stay between letters that join (Persian and Indic spelling needs them, UAX 31).
    """
    text = _INVISIBLE_IN_NAMES.sub("", _DIRECTION.sub("", text))
    text = _SPACES.sub(" ", _keep_needed_joiners(text))
    return _settle(text, NAME_MARKS).strip()


def has_letter(text: str) -> bool:
    """Whether a letter stands in it that can be seen."""
    return any(character.isalpha() and character not in _BLANK for character in text)


def _is_visible(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK


def _balance(line: str) -> str:
    """The line without isolates that it does not close, and closers of none."""
    if not any(character in line for character in (*_OPENERS, _CLOSER)):
        return line
    kept: list[str] = []
    open_at: list[int] = []
    for character in line:
        if character in _OPENERS:
            open_at.append(len(kept))
        elif character == _CLOSER:
            if not open_at:
                continue
            open_at.pop()
        kept.append(character)
    for place in reversed(open_at):
        del kept[place]
    return "".join(kept)


def _settle(text: str, marks: int) -> str:
    """NFC with at most `marks` combining marks in a row; invisible code points do not begin a new row."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    kept: list[str] = []
    row = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            row += 1
            if row > marks:
                continue
        elif category != "Cf":
            row = 0
        kept.append(character)
    return "".join(kept)


def _keep_needed_joiners(text: str) -> str:
    if not any(joiner in text for joiner in _JOINERS):
        return text
    return "".join(
        character
        for place, character in enumerate(text)
        if character not in _JOINERS or (_joins(text, place, -1) and _joins(text, place, 1))
    )


def _joins(text: str, place: int, step: int) -> bool:
    """Whether the next letter in this direction, past marks, is of a script whose letters join."""
    place += step
    while 0 <= place < len(text) and unicodedata.category(text[place]) == "Mn":
        place += step
    if not 0 <= place < len(text):
        return False
    return text[place].isalpha() and _is_joining_script(ord(text[place]))


def _is_joining_script(point: int) -> bool:
    """Arabic, Syriac, N'Ko and Mandaic, and the Indic blocks."""
    return 0x0600 <= point <= 0x08FF or 0x0900 <= point <= 0x0DFF
