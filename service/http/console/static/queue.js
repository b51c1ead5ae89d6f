// Keys for the queue, by their place on the keyboard, so that they work in every layout.

const cards = [...document.querySelectorAll("[data-comment-id]")];
const ACTIONS = { KeyA: "approve", KeyR: "reject" };
const STEPS = { KeyJ: 1, KeyK: -1 };

const currentIndex = () => cards.findIndex((card) => card.getAttribute("aria-current") === "true");

function makeCurrent(card) {
  for (const other of cards) {
    if (other !== card) {
      other.removeAttribute("aria-current");
    }
  }
  card.setAttribute("aria-current", "true");
}

function step(by) {
  const card = cards[currentIndex() + by];
  if (card) {
    makeCurrent(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

function press(action) {
  cards[currentIndex()]?.querySelector(`button[value="${action}"]`)?.click();
}

const first = cards[0];
if (first) {
  makeCurrent(first);
}

// The card that a person works in with the mouse or the tab key is the current one too.
for (const card of cards) {
  card.addEventListener("focusin", () => makeCurrent(card));
}

// A decision is sent once, however often the key is pressed.
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
  }
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.code in STEPS) {
    step(STEPS[event.code]);
  } else if (event.code in ACTIONS) {
    press(ACTIONS[event.code]);
  } else {
    return;
  }
  event.preventDefault();
});
