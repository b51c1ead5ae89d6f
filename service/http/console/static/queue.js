// The queue with a script: decisions without a wait, a cursor that claims, news that move nothing.

import { cards, current, desk, isSomebodyThere } from "./desk.js";
import { moveTo } from "./cursor.js";
import { decide } from "./decide.js";
import { openHelp } from "./keys.js";
import "./cover.js";
import "./picked.js";

const LOOK_MS = 15 * 1000;
const FEW_LEFT = 5;

document.addEventListener("submit", (event) => {
  if (event.target.matches("form.decision")) {
    event.preventDefault();
    decide(event.target, event.submitter, [event.target.closest("[data-comment-id]")]);
    loadMore();
  }
});

// The card that a person works in with the mouse or the tab key is the one under the cursor.
document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.("#cards [data-comment-id]");
  if (card && card !== current() && !("next" in card.dataset)) {
    void moveTo(card, { focus: false });
  }
});

for (const opener of document.querySelectorAll('[data-open="help"]')) {
  opener.hidden = false;
  opener.addEventListener("click", openHelp);
}

// What comes next is fetched before the last card is reached.
function loadMore() {
  if (cards().length < FEW_LEFT) {
    document.querySelector("[data-more]")?.click();
  }
}

document.addEventListener("htmx:afterSettle", () => {
  document.getElementById("empty").hidden = cards().length > 0;
  if (!current() && cards().length) {
    void moveTo(firstFree(), { focus: false });
  }
});

setInterval(() => {
  const place = document.querySelector("[data-news-place]");
  if (place && isSomebodyThere()) {
    place.dispatchEvent(new Event("look"));
  }
}, LOOK_MS);

function firstFree() {
  return cards().find((card) => !("taken" in card.dataset));
}

if (cards().length) {
  void moveTo(firstFree(), { focus: false });
}
desk.dataset.script = ""; // what works only with a script may be shown
