// Deciding: the next card is there at once, the decision follows; taking back brings the cards back.

import { cardOf, cards, current, say } from "./desk.js";
import { leave, moveTo } from "./cursor.js";
import { read } from "./care.js";
import { recall, send, sendLeftBehind } from "./outbox.js";
import { tell, warn } from "./told.js";

const GRACE_MS = 10 * 1000;
let last = null; // the decision that U takes back

// form: of a card, or of those that were picked; decided: the cards that it is about.
export function decide(form, button, decided) {
  const fields = [...new FormData(form, button)];
  const places = decided.map((card) => {
    const item = card.closest("li");
    return { comment: card.dataset.commentId, item, before: item.nextElementSibling };
  });
  const made = { places, at: Date.now(), undo: null };
  if (button.value !== "escalate") {
    decided.forEach(takeAway);
    decided.forEach(read);
    showEmpty();
  }
  last = made;
  tell(say("sending"), { excerpt: excerptOf(made), undo: () => undo(made) });
  made.id = send({ url: form.getAttribute("action"), fields, done: (answer) => answered(made, answer) });
}

function takeAway(card) {
  leave(card);
  card.removeAttribute("aria-current");
  delete card.dataset.next;
  card.closest("li").remove();
}

function answered(made, answer) {
  made.undo = answer.undo;
  const refused = answer.results.filter((result) => result.status === "refused");
  refused.forEach((result) => bringNew(made, result));
  if (refused.length === answer.results.length) {
    last = last === made ? null : last;
    tell("");
  } else if (made.isTakenBack) {
    takeBack(made);
  } else if (last === made) {
    tell(answer.sentence, { excerpt: excerptOf(made), undo: () => undo(made) });
  }
}

// Nothing was overwritten. What still waits comes back with its present text, above the card under the cursor.
function bringNew(made, result) {
  const { item } = made.places.find((each) => each.comment === result.comment_id);
  warn(result.sentence, { text: result.body });
  if (result.state !== "held") {
    item.remove();
    return;
  }
  document.getElementById("cards").insertBefore(item, current()?.closest("li") ?? null);
  showEmpty();
  const address = `/console/comments/${result.comment_id}/card${location.search}`;
  window.htmx
    .ajax("GET", address, { target: item, swap: "outerHTML" })
    .then(() => current() ?? moveTo(cardOf(result.comment_id)));
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
  const fields = [["about", made.places[0].comment]];
  send({ url: made.undo, fields, done: (answer) => {
    for (const result of answer.results.filter((each) => each.status === "refused")) {
      made.places.find((each) => each.comment === result.comment_id)?.item.remove();
      warn(result.sentence);
    }
    tell(answer.sentence);
    comeBack(made);
  } });
}

function bringBack(made) {
  const list = document.getElementById("cards");
  for (const { item, before } of [...made.places].reverse()) {
    if (!item.isConnected) {
      list.insertBefore(item, before?.isConnected ? before : null);
    }
  }
  showEmpty();
}

// They wait again, so they can be claimed again.
function comeBack(made) {
  void moveTo(cardOf(made.places[0].comment));
}

function showEmpty() {
  document.getElementById("empty").hidden = cards().length > 0;
}

function excerptOf(made) {
  const { item } = made.places[0];
  const name = item.querySelector(".author").textContent;
  if (item.querySelector(".severe")) {
    return name;
  }
  const text = item.querySelector(".text").textContent;
  return `${name}: ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}

sendLeftBehind((answer) => {
  for (const result of answer.results) {
    (result.status === "refused" ? warn : tell)(result.sentence, { text: result.body });
    if (result.status !== "refused") {
      cardOf(result.comment_id)?.closest("li").remove();
    }
  }
  showEmpty();
});
