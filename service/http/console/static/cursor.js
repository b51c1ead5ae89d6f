// The cursor: one card at a time, and only one that nobody else is reading. A card is current once it is claimed.

import { cardOf, cards, current, desk, mayDecide, isSomebodyThere, post, say } from "./desk.js";
import { tell } from "./told.js";

const RENEW_MS = 60 * 1000;
const AHEAD_NEEDS = 5; // so many other cards must be free before one is claimed in advance
const mine = new Set();
let wanted = null; // the card on its way to being current

// What a colleague has is passed over for a while; they may have given it back since.
const PASSED_OVER_MS = 15 * 1000;
const isFree = (card) => !(Number(card.dataset.taken ?? -Infinity) > Date.now() - PASSED_OVER_MS);
const isClaimable = (card) => mayDecide && card.dataset.state === "held";

export async function moveTo(card, { focus = true, back = false } = {}) {
  if (!card) {
    return;
  }
  wanted = card;
  if (mine.has(card.dataset.commentId) || !isClaimable(card)) {
    makeCurrent(card, focus);
  } else {
    show(card, focus);
    const isOurs = await claim(card);
    if (wanted !== card) {
      return;
    }
    if (!isOurs) {
      const next = neighbour(card, back ? -1 : 1) ?? neighbour(card, back ? 1 : -1);
      await moveTo(next, { focus, back });
      return;
    }
    makeCurrent(card, focus);
  }
  await leaveBehind(card);
  await claimAhead(card);
}

export function step(by) {
  const from = wanted ?? current();
  const next = from ? neighbour(from, by) : cards().find(isFree);
  void moveTo(next, { back: by < 0 });
  return Boolean(next);
}

// The free card before or behind one.
export function neighbour(card, by) {
  const all = cards();
  for (let at = all.indexOf(card) + by; at >= 0 && at < all.length; at += by) {
    if (isFree(all[at])) {
      return all[at];
    }
  }
  return undefined;
}

// The card is decided or gone: it is not ours any more, and the next one is under the cursor.
export function leave(card) {
  const next = neighbour(card, 1) ?? neighbour(card, -1);
  mine.delete(card.dataset.commentId);
  if (wanted === card || current() === card) {
    wanted = null;
    void moveTo(next);
  }
}

export function isCurrentOrNone(card) {
  return !current() || current() === card;
}

function show(card, focus) {
  for (const other of document.querySelectorAll("#cards [data-next]")) {
    delete other.dataset.next;
  }
  card.dataset.next = "";
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

function makeCurrent(card, focus) {
  for (const other of document.querySelectorAll('#cards [aria-current="true"]')) {
    other.removeAttribute("aria-current");
  }
  show(card, focus && document.activeElement?.closest("[data-comment-id]") !== card);
  card.setAttribute("aria-current", "true");
}

// Only the card under the cursor and the one behind it stay ours.
async function leaveBehind(card) {
  const kept = [card.dataset.commentId, neighbour(card, 1)?.dataset.commentId];
  const left = [...mine].filter((id) => !kept.includes(id));
  left.forEach((id) => mine.delete(id));
  if (left.length) {
    await post(desk.dataset.leave, [["leave", left.join(" ")]]);
  }
}

// Whether the card is ours now. Without a connection it counts as ours: the server has the last word anyway.
async function claim(card) {
  const id = card.dataset.commentId;
  const reply = await post(desk.dataset.claims, [["comment_id", id]]);
  if (!reply?.ok) {
    return true;
  }
  const now = await reply.json();
  if (now.claimed) {
    mine.add(id);
    if (String(now.revision) !== card.dataset.revision) {
      refresh(card, say("edited_now"));
    } else if ("taken" in card.dataset) {
      refresh(card);
    }
    return true;
  }
  take(card, now);
  return false;
}

// A colleague has the card, or has decided it.
function take(card, now) {
  card.dataset.taken = String(Date.now());
  delete card.dataset.next;
  card.removeAttribute("aria-current");
  const told = document.createElement("p");
  told.className = "claimed";
  told.textContent = now.sentence;
  card.querySelector(".verdict").replaceChildren(told);
}

async function claimAhead(card) {
  const others = cards().filter((each) => each !== card && isFree(each) && isClaimable(each));
  const next = neighbour(card, 1);
  if (next && isClaimable(next) && others.length >= AHEAD_NEEDS && !mine.has(next.dataset.commentId)) {
    await claim(next);
  }
}

// The author has edited the text while it lay here: the card shows the new one, and says so.
export function refresh(card, sentence = "") {
  const wasCurrent = current() === card || wanted === card;
  const id = card.dataset.commentId;
  window.htmx
    .ajax("GET", `/console/comments/${id}/card${location.search}`, { target: card.closest("li"), swap: "outerHTML" })
    .then(() => {
      if (sentence) {
        tell(sentence);
      }
      if (wasCurrent) {
        wanted = null;
        void moveTo(cardOf(id));
      }
    });
}

setInterval(() => {
  const card = current();
  if (card && isClaimable(card) && isSomebodyThere()) {
    void claim(card).then((isOurs) => isOurs || step(1));
  }
}, RENEW_MS);

window.addEventListener("pagehide", () => {
  if (mine.size) {
    const fields = new URLSearchParams({ csrf_token: desk.dataset.token, leave: [...mine].join(" ") });
    navigator.sendBeacon(desk.dataset.leave, fields);
    mine.clear();
  }
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});
