"""What all pages of the console share: language, headers, the frame, and refusals as pages."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from service.domain.errors import TaliqError
from service.http.console.account_texts import account_texts
from service.http.console.door_texts import door_texts
from service.http.console.texts import ConsoleTexts, console_texts
from service.http.console.words import words
from service.http.context import now, reader_language, settings, store
from service.http.i18n.catalogue import LANGUAGES, has_problem_words, problem_words
from service.http.look import LOOK
from service.http.look.assets import Assets, packed_page
from service.http.sessions import CSRF_FIELD, known_session, session_token, take_cookie
from service.http.statuses import status_of
from service.moderation.sessions import BY_ADMIN, ELSEWHERE, SECURITY, SIGNED_OUT, why_ended

CONTENT_POLICY = "; ".join(
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
        "require-trusted-types-for 'script'",
        "trusted-types default",
    )
)
NAVIGATION = (
    ("console_queue.show_queue", "nav_queue"),
    ("console_campaigns.show_campaigns", "nav_campaigns"),
    ("console_figures.show", "nav_figures"),
    ("console_care.show_care", "nav_care"),
)
"""Pages that every page leads to: endpoint, and the name of its words."""

CONSOLE = Assets(Path(__file__).parent / "static", "console_queue.send_asset")
_SHEETS = ("console.css", "queue.css", "card.css", "verdict.css", "panel.css", "figures.css", "filters.css")
_KEPT_IN_LINKS = ("lang", "site")
# What ended a session → the notice at the door; the rest, and what nobody knows any more, is "ended".
_NOTICES = {SIGNED_OUT: "out", ELSEWHERE: "elsewhere", BY_ADMIN: "admin", SECURITY: "security"}
# Refusals that a page can put right.
_LEADS_TO = {"auth.factor_required": "console_second_factor.show_offer"}
_OF_ONE_REPLY = {"notice", "done", "outcome", "about", "lang"}


def new_blueprint(name: str) -> Blueprint:
    """A group of pages: refusals become pages, links keep their language. Names begin with `console_`."""
    made = Blueprint(name, __name__, template_folder="templates")
    made.register_error_handler(TaliqError, show_refusal)
    made.url_defaults(_keep_choices)
    return made


def language() -> str:
    """`ar` or `en`: by `?lang=`, else by the browser."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else reader_language()


def texts() -> ConsoleTexts:
    """The console in the language of this request."""
    return console_texts(language())


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of the console. values: what its template shows, as plain data."""
    t = texts()
    text = render_template(
        f"console/{template}",
        t=t,
        d=words(t.lang),
        asset=CONSOLE.url,
        look=LOOK.url,
        sheets=_SHEETS,
        navigation=_navigation(t.lang),
        door=door_texts(t.lang),
        a=account_texts(t.lang),
        session=known_session(),
        csrf_field=CSRF_FIELD,
        development=not settings().production,
        other_language=_address_in(t.other_lang),
        **values,
    )
    reply = make_response(text, status)
    reply.headers["Content-Security-Policy"] = CONTENT_POLICY
    reply.headers["Content-Language"] = t.lang
    # Not no-referrer: under that, a browser says "null" as the Origin of our own forms.
    reply.headers["Referrer-Policy"] = "same-origin"
    reply.vary.add("Accept-Language")
    return packed_page(reply)


def see_other(endpoint: str, **values: Any) -> Response:
    """After a form: to another page, by GET."""
    return make_response(redirect(url_for(endpoint, **values), 303))


def is_script() -> bool:
    """Whether our own script asks, which wants JSON instead of a page."""
    return request.accept_mimetypes.best == "application/json"


def show_refusal(error: TaliqError) -> Response:
    """A refusal as a page; whoever is not signed in is asked to. Scripts get the code and the words."""
    if is_script():
        title, detail = _refusal_words(error)
        return make_response({"code": error.code, "title": title, "detail": detail}, status_of(error))
    if error.code == "auth.required":
        reply = see_other("console_sign_in.show_form", notice=_why_signed_out())
        take_cookie(reply)
        return reply
    if error.code in _LEADS_TO:
        return see_other(_LEADS_TO[error.code])
    if error.code == "auth.not_fresh":
        return see_other("console_settings.show_confirm", to="people" if "/people" in request.path else None)
    title, detail = _refusal_words(error)
    reply = page("problem.html", status=status_of(error), title=title, detail=detail)
    if "retry_after" in error.params:
        reply.headers["Retry-After"] = str(error.params["retry_after"])
    return reply


def _refusal_words(error: TaliqError) -> tuple[str, str]:
    code = error.code if has_problem_words(error.code) else "error"
    return problem_words(code, language(), error.params)


def _navigation(lang: str) -> list[dict[str, Any]]:
    return [
        {"endpoint": endpoint, "name": words(lang)[name], "is_here": request.endpoint == endpoint}
        for endpoint, name in NAVIGATION
    ]


def _why_signed_out() -> str | None:
    """What to say to a browser whose session is over; nothing to one that had none."""
    token = session_token()
    if token is None:
        return None
    with store().read() as db:
        return _NOTICES.get(why_ended(db, token, now=now()) or "", "ended")


def _keep_choices(endpoint: str, values: dict[str, Any]) -> None:
    """Links within the console keep the language and the site that the address names."""
    if endpoint.startswith("console_") and not endpoint.endswith("send_asset"):
        for name in _KEPT_IN_LINKS:
            if name in request.args:
                values.setdefault(name, request.args[name])


def _address_in(other: str) -> str:
    """This page in the other language, without what it says only once."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in _OF_ONE_REPLY]
    return "?" + urlencode([*kept, ("lang", other)])
