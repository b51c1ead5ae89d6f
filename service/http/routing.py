"""Parts of a path: ids of ours and of the sites. What is none is simply unknown (404)."""

from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, Map, ValidationError

from service.domain.ids import is_id


class IdConverter(BaseConverter):
    """`<id("cmt"):comment_id>`: an id of ours of this kind."""

    def __init__(self, map: Map, prefix: str) -> None:
        super().__init__(map)
        self.prefix = prefix

    def to_python(self, value: str) -> str:
        """The id. Raises ValidationError (404) for every other text."""
        if not is_id(value, self.prefix):
            raise ValidationError
        return value


class ArticleConverter(BaseConverter):
    """`<article:article_id>`: the site's own id, 1 to 200 characters; it may be a path."""

    regex = "[^/].*?"
    part_isolating = False
    weight = 200

    def to_python(self, value: str) -> str:
        """The id. Raises ValidationError (404) for one too long or with characters that cannot be shown."""
        if len(value) > 200 or not value.isprintable() or "\ufffd" in value:
            raise ValidationError
        return value


def register_converters(app: Flask) -> None:
    """Must come before the routes that use them."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["article"] = ArticleConverter
    # An id that holds `//` is taken as it is, not redirected.
    app.url_map.merge_slashes = False


def id_schema(converter: IdConverter) -> dict[str, Any]:
    """How the OpenAPI document shows an id."""
    return {"type": "string", "pattern": f"^{converter.prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"}


def article_schema(_converter: ArticleConverter) -> dict[str, Any]:
    """How the OpenAPI document shows an article's id."""
    return {"type": "string", "minLength": 1, "maxLength": 200}
