"""`/openapi.json`, `/docs`, `/docs/errors`: everything from our own files, nothing from third parties."""

from pathlib import Path

import orjson
from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    send_from_directory,
)

from service.http.access import access
from service.http.context import reader_language
from service.http.docs.errors import fault_codes, problem_codes

_ASSETS = Path(__file__).parent / "static"
_CACHE = "public, max-age=300"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Swagger UI sets style attributes
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_WORDS = {
    "ar": {
        "title": "رموز الأخطاء",
        "problems": "رفض الطلب",
        "faults": "أخطاء الحقول",
        "code": "الرمز",
        "status": "الحالة",
        "meaning": "المعنى",
    },
    "en": {
        "title": "Error codes",
        "problems": "Refusals",
        "faults": "Faults of a field",
        "code": "Code",
        "status": "Status",
        "meaning": "Meaning",
    },
}

docs = Blueprint("docs", __name__, template_folder="templates")


@docs.get("/openapi.json")
@access("public")
def openapi_document() -> Response:
    """The OpenAPI 3.1 document of every API route."""
    spec = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec
    reply = Response(orjson.dumps(spec.to_dict()), mimetype="application/json")
    reply.headers["Cache-Control"] = _CACHE
    reply.add_etag()
    reply.make_conditional(request)
    return reply


@docs.get("/docs")
@access("public")
def show_api() -> Response:
    """The OpenAPI document, made readable."""
    return _page(render_template("docs/api.html"))


@docs.get("/docs/errors")
@access("public")
def show_errors() -> Response:
    """Every error code with its meaning; a problem document's `type` points here."""
    language = reader_language()
    problems = [
        {"code": entry.code, "status": entry.status, "meaning": entry.meaning(language)}
        for entry in problem_codes()
    ]
    faults = [
        {"code": entry.code, "status": 422, "meaning": entry.meaning(language)} for entry in fault_codes()
    ]
    page = render_template(
        "docs/errors.html", language=language, words=_WORDS[language], problems=problems, faults=faults
    )
    reply = _page(page)
    reply.headers["Content-Language"] = language
    reply.vary.add("Accept-Language")
    return reply


@docs.get("/docs/static/<path:filename>")
@access("public")
def send_asset(filename: str) -> Response:
    """A file of the pages above; 404 outside their folder."""
    reply = send_from_directory(_ASSETS, filename)
    reply.headers["Cache-Control"] = "public, max-age=86400"
    return reply


def _page(text: str) -> Response:
    reply = make_response(text)
    reply.headers["Content-Security-Policy"] = _POLICY
    reply.headers["Cache-Control"] = _CACHE
    return reply
