"""Parts of a path: ids of ours and of the sites. What is none is simply unknown (404)."""

from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, Map

from service.domain.ids import ALPHABET, LENGTH


class IdConverter(BaseConverter):
    """`<id("cmt"):comment_id>`: an id of ours of this kind."""

    def __init__(self, map: Map, prefix: str) -> None:
        super().__init__(map)
        self.prefix = prefix
        # In the pattern and not in `to_python`: one that fails there is a 405 beside other methods.
        self.regex = f"{prefix}_[{ALPHABET}]{{{LENGTH}}}"


class ArticleConverter(BaseConverter):
    """`<article:article_id>`: the site's own id, 1 to 200 characters; it may be a path.

    U+FFFD stands where the address was no UTF-8; control characters are refused for every path.
    """

    regex = "[^/\ufffd][^\ufffd]{0,199}?"
    part_isolating = False
    weight = 200


def register_converters(app: Flask) -> None:
    """Must come before the routes that use them."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["article"] = ArticleConverter
    # An id that holds `//` is taken as it is, not redirected.
    app.url_map.merge_slashes = False


def id_schema(converter: IdConverter) -> dict[str, Any]:
    """How the OpenAPI document shows an id."""
    return {"type": "string", "pattern": f"^{converter.regex}$"}


def article_schema(_converter: ArticleConverter) -> dict[str, Any]:
    """How the OpenAPI document shows an article's id."""
    return {"type": "string", "minLength": 1, "maxLength": 200}
