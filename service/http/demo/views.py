"""`GET /demo`: a news article with the comment thread and form, to try the product with.

The page is a plain client of the public API: it has no route of its own for
reading or sending comments. Whether it is served is the application's choice.
"""

from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request, send_from_directory

from service.http.access import access
from service.http.demo.texts import ARTICLE_ID, PUBLISHED_ON, demo_texts

_CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_ASSETS = Path(__file__).parent / "static"

# Not Flask's own static route: every route of the product says at its view who may use it.
demo = Blueprint("demo", __name__, template_folder="templates")


@demo.get("/demo")
@access("public")
def show_article() -> Response:
    """The article in Arabic, or in English with `?lang=en`."""
    texts = demo_texts(request.args.get("lang"))
    page = render_template(
        "demo/article.html",
        texts=texts,
        t=texts.labels,
        article_id=ARTICLE_ID,
        published_on=PUBLISHED_ON,
        other_language="en" if texts.lang == "ar" else "ar",
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = _CONTENT_POLICY
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = texts.lang
    return response


@demo.get("/demo/static/<path:filename>")
@access("public")
def send_asset(filename: str) -> Response:
    """A style sheet, script or icon of the page; 404 outside its folder."""
    return send_from_directory(_ASSETS, filename)
