// Deciding: the next card is there at once, the decision follows; taking back brings the card back.

import { cardOf, cards, current, say } from "./desk.js";
import { leave, moveTo } from "./cursor.js";
import { isEmpty, recall, send, sendLeftBehind } from "./outbox.js";
import { tell, warn } from "./told.js";

const GRACE_MS = 10 * 1000;
let last = null; // the decision that U takes back

// form: of the card, with the button that was pressed.
export function decide(form, button) {
  const card = form.closest("[data-comment-id]");
  const fields = [...new FormData(form, button)];
  const item = card.closest("li");
  const made = { comment: card.dataset.commentId, item, before: item.nextElementSibling, at: Date.now(), undo: null };
  const isOnlyMarked = button.value === "escalate";
  if (!isOnlyMarked) {
    leave(card);
    card.removeAttribute("aria-current");
    delete card.dataset.next;
    item.remove();
    showEmpty();
  }
  last = made;
  tell(say("sending"), { excerpt: excerptOf(card), undo: () => undo(made) });
  made.id = send({ url: form.getAttribute("action"), fields, done: (answer) => answered(made, answer) });
}

function answered(made, answer) {
  const [result] = answer.results;
  made.undo = answer.undo;
  if (result.status === "refused") {
    refused(made, result);
  } else if (made.isTakenBack) {
    takeBack(made);
  } else if (last === made) {
    tell(result.sentence, { excerpt: excerptOf(made.item), undo: () => undo(made) });
  }
}

// Nothing was overwritten. What still waits comes back with its present text, above the card under the cursor.
function refused(made, result) {
  warn(result.sentence, { text: result.body });
  if (last === made) {
    last = null;
    tell("");
  }
  if (result.state !== "held") {
    made.item.remove();
    return;
  }
  const card = current()?.closest("li");
  document.getElementById("cards").insertBefore(made.item, card ?? null);
  showEmpty();
  window.htmx
    .ajax("GET", `/console/comments/${made.comment}/card${location.search}`, { target: made.item, swap: "outerHTML" })
    .then(() => current() ?? moveTo(cardOf(made.comment)));
}

// U within ten seconds: whatever has happened to the decision so far.
export function undoLast() {
  if (!last || Date.now() - last.at > GRACE_MS) {
    return false;
  }
  undo(last);
  return true;
}

function undo(made) {
  if (made.isTakenBack) {
    return;
  }
  made.isTakenBack = true;
  last = null;
  bringBack(made);
  tell(say("undoing"));
  if (recall(made.id)) {
    tell("");
    comeBack(made);
  } else if (made.undo) {
    takeBack(made);
  } // else: as soon as the server has answered the decision itself
}

function takeBack(made) {
  const fields = [["about", made.comment]];
  send({ url: made.undo, fields, done: (answer) => {
    const [result] = answer.results;
    if (result.status === "refused") {
      made.item.remove();
      warn(result.sentence);
    } else {
      tell(result.sentence);
      comeBack(made);
    }
  } });
}

function bringBack(made) {
  const list = document.getElementById("cards");
  if (!made.item.isConnected) {
    list.insertBefore(made.item, made.before?.isConnected ? made.before : null);
  }
  cardOf(made.comment)?.removeAttribute("aria-current");
  showEmpty();
}

// It waits again, so it can be claimed again.
function comeBack(made) {
  void moveTo(cardOf(made.comment));
}

function showEmpty() {
  document.getElementById("empty").hidden = cards().length > 0;
}

function excerptOf(place) {
  const name = place.querySelector(".author").textContent;
  const text = place.querySelector(".text").textContent;
  return `${name}: ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}

sendLeftBehind((answer) => {
  const [result] = answer.results;
  (result.status === "refused" ? warn : tell)(result.sentence, { text: result.body });
  if (result.status !== "refused") {
    cardOf(result.comment_id)?.closest("li").remove();
    showEmpty();
  }
});

export { isEmpty };
