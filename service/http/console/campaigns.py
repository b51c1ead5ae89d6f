"""`/console/campaigns`: like texts, looked at together, decided in one act and taken back in one."""

from typing import Any

from flask import Response, request

from config.tasks import FAN_OUT
from service.checks.plurals import ARTICLES, AUTHORS, COMMENTS
from service.domain.errors import Fault, Invalid
from service.domain.ids import is_id
from service.domain.states import Action, State
from service.http.access import access
from service.http.console.cards import reasons
from service.http.console.decisions import GRACE
from service.http.console.desk_views import may_decide, shown, viewer
from service.http.console.pages import new_blueprint, page, see_other, texts
from service.http.console.words import words
from service.http.context import current_site, now, nudge, store
from service.http.sessions import form_value
from service.moderation import campaigns as cases
from service.moderation.campaigns import FROM_STATES, ForAll
from service.moderation.decide import MOST_DECISIONS, Decided
from service.moderation.moves import Actor
from service.moderation.undo import undo_batch

campaigns = new_blueprint("console_campaigns")

_PAGE, _MEMBERS = 30, 10
_ONE = '/console/campaigns/<id("cmp"):campaign_id>'


@campaigns.get("/console/campaigns")
@access(session="viewer")
def show_campaigns() -> Response:
    """Campaigns, newest first."""
    cursor = request.args.get("cursor")
    with store().read() as db:
        found, following = cases.campaign_page(
            db, site_id=current_site().id, is_open=None, least=2, limit=_PAGE, cursor=cursor
        )
    return page(
        "campaigns.html", campaigns=[_view(each) for each in found], next_cursor=following, cursor=cursor
    )


@campaigns.get(_ONE)
@access(session="viewer")
def show_campaign(campaign_id: str) -> Response:
    """What a decision would concern, before it is made."""
    with store().read() as db:
        found, cards, _ = cases.open_campaign(
            db,
            campaign_id,
            site_id=current_site().id,
            viewer=viewer(),
            state=None,
            limit=_MEMBERS,
            cursor=None,
            now=now(),
        )
        members = shown(db, cards)
    return page(
        "campaign.html",
        campaign=_view(found),
        members=members,
        offers=_offers(found["counts"]),
        reasons=reasons(texts().lang),
        may_decide=may_decide(),
        outcome=_outcome(),
    )


@campaigns.post(f"{_ONE}/decisions")
@access(session="moderator")
def decide_campaign(campaign_id: str) -> Response:
    """Decide all members that the action can concern: one batch, which one undo takes back."""
    action = next((each for each in FROM_STATES if each.value == form_value("action")), None)
    if action is None:
        raise Invalid([Fault("action", "field.choice")])
    needs_reason = action in {Action.REJECT, Action.REMOVE}
    for_all = ForAll(action, form_value("reason") or None if needs_reason else None)
    site_id, actor, moment = current_site().id, Actor("moderator", viewer().id), now()
    decided = store().write(
        lambda db: cases.decide_campaign(
            db, campaign_id, for_all, site_id=site_id, actor=actor, now=moment, grace=GRACE
        )
    )
    return _told(campaign_id, decided, batch=decided.batch_id)


@campaigns.post(f'{_ONE}/undo/<id("bat"):batch_id>')
@access(session="moderator")
def undo_campaign(campaign_id: str, batch_id: str) -> Response:
    """Take the whole decision back."""
    site_id, actor, moment = current_site().id, Actor("moderator", viewer().id), now()
    decided = store().write(lambda db: undo_batch(db, batch_id, site_id=site_id, actor=actor, now=moment))
    return _told(campaign_id, decided, undone=1)


def _told(campaign_id: str, decided: Decided, **more: Any) -> Response:
    nudge().announce(article for _, article in decided.pages)
    nudge().ring(FAN_OUT)
    done = sum(1 for each in decided.results if each.status == "done")
    refused = sum(1 for each in decided.results if each.status == "refused")
    return see_other(
        "console_campaigns.show_campaign", campaign_id=campaign_id, done=done, refused=refused or None, **more
    )


def _outcome() -> dict[str, Any] | None:
    """What became of the decision that led here."""
    numbers = {name: request.args.get(name, "") for name in ("done", "refused")}
    done, refused = (int(each) if each.isascii() and each.isdecimal() else 0 for each in numbers.values())
    if not numbers["done"]:
        return None
    d, lang = words(texts().lang), texts().lang
    batch, is_undo = request.args.get("batch", ""), "undone" in request.args
    sentence = d["campaign_undone" if is_undo else "campaign_done"].format(count=COMMENTS.counted(done, lang))
    kept = d["campaign_refused"].format(count=COMMENTS.counted(refused, lang)) if refused else ""
    return {
        "sentence": sentence,
        "refused": kept,
        "batch_id": batch if done and is_id(batch, "bat") and may_decide() else None,
    }


def _offers(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Actions that concern at least one member, with the number of members."""
    d, lang, found = words(texts().lang), texts().lang, []
    for action, states in FROM_STATES.items():
        number = sum(counts.get(state, 0) for state in states)
        if number:
            count = COMMENTS.counted(min(number, MOST_DECISIONS), lang)
            found.append(
                {
                    "action": action.value,
                    "name": {Action.APPROVE: texts().approve, Action.REJECT: texts().reject}.get(action)
                    or d[action.value],
                    "needs_reason": action in {Action.REJECT, Action.REMOVE},
                    "concerns": d["campaign_concerns"].format(count=count),
                    "is_more": number > MOST_DECISIONS,
                }
            )
    return found


def _view(found: dict[str, Any]) -> dict[str, Any]:
    t, d = texts(), words(texts().lang)
    size = d["campaign_size"].format(
        comments=COMMENTS.counted(found["size"], t.lang),
        authors=AUTHORS.counted(found["authors"], t.lang),
        articles=ARTICLES.counted(found["articles"], t.lang),
    )
    return {
        "id": found["id"],
        "text": found["text"],
        "is_open": found["state"] == "open",
        "size": size,
        "new": d["campaign_new"].format(percent=round(100 * found["new_authors_share"])),
        "speed": d["campaign_speed"].format(number=found["per_hour"]),
        "counts": [
            f"{t.states[state]}: {found['counts'][state]}" for state in State if found["counts"].get(state)
        ],
    }
