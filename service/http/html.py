"""Comment text as HTML: escaped, in paragraphs, with links that search engines do not count."""

import re

from linkify_it import LinkifyIt
from markupsafe import Markup, escape

_COVER = "█"
_REL = "nofollow ugc noopener noreferrer"
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_links = LinkifyIt({}, {"fuzzy_email": False})
_links.add("mailto:", None).add("ftp:", None).add("//", None)


def cover(body: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with masked spans (half-open, code points) covered letter by letter."""
    letters = list(body)
    for start, end in spans:
        letters[start:end] = [_COVER if not letter.isspace() else letter for letter in letters[start:end]]
    return "".join(letters)


def body_html(body: str) -> str:
    """Plain text as `<p dir="auto">` paragraphs; nothing of the text becomes markup but http(s) links."""
    paragraphs = (part for part in _PARAGRAPH.split(body.strip()) if part)
    return "".join(f'<p dir="auto">{_inline(part)}</p>' for part in paragraphs)


def _inline(text: str) -> Markup:
    html, done = Markup(), 0
    for link in _links.match(text) or ():
        if not link.url.startswith(("http://", "https://")):
            continue
        html += _lines(text[done : link.index])
        html += Markup('<a href="{}" rel="{}">{}</a>').format(link.url, _REL, link.text)
        done = link.last_index
    return html + _lines(text[done:])


def _lines(text: str) -> Markup:
    return escape(text).replace("\n", Markup("<br>"))
