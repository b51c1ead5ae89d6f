// Keys by their place on the keyboard (KeyboardEvent.code), so that they work in every layout.

import { current, say } from "./desk.js";
import { step } from "./cursor.js";
import { unfold } from "./care.js";
import { undoLast } from "./decide.js";
import { pick, pickAll, pressBulk } from "./picked.js";
import { tell } from "./told.js";

const WITHOUT_SHIFT = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyA: () => press("approve"),
  KeyR: () => press("reject") || press("remove"),
  KeyS: () => press("spam") || removeAsSpam(),
  KeyD: () => press("reject") || press("remove"),
  KeyU: () => undoLast() || press("hold") || tell(say("nothing_to_undo")),
  KeyZ: () => undoLast() || press("restore") || tell(say("nothing_to_undo")),
  KeyH: () => press("hold"),
  KeyE: () => press("escalate"),
  Slash: () => document.getElementById("q").focus(),
  KeyX: () => pick(target()),
  KeyV: () => unfold(target()),
  KeyO: () => target()?.querySelector("[data-key=o]")?.click(),
  KeyC: () => target()?.querySelector(".cover summary")?.click(),
};
const WITH_SHIFT = {
  KeyR: () => chooseReason(),
  KeyX: () => pickAll(),
  KeyA: () => pressBulk("approve"),
  KeyS: () => pressBulk("spam"),
  KeyD: () => pressBulk("reject"),
};

export function openHelp() {
  const help = document.getElementById("help");
  if (help.open) {
    help.close();
  } else {
    help.showModal();
  }
}

// Click a button of the card under the cursor; false where it has none.
function press(action) {
  const button = target()?.querySelector(`button[name="action"][value="${action}"]`);
  if (!button) {
    return false;
  }
  const reason = button.form.elements.reason;
  if (reason && !reason.value && !button.formNoValidate) {
    chooseReason();
  } else {
    button.click();
  }
  return true;
}

function removeAsSpam() {
  const reason = target()?.querySelector("select[name=reason]");
  if (reason) {
    reason.value = "spam";
    press("remove");
  }
}

// Choosing is deciding: the list opens, and what is picked from it is the reason.
function chooseReason() {
  const reason = target()?.querySelector("select[name=reason]");
  if (!reason) {
    return;
  }
  reason.focus();
  reason.addEventListener("change", () => reason.form.querySelector("[value=reject], [value=remove]").click(), {
    once: true,
  });
  try {
    reason.showPicker();
  } catch {
    // The browser opens it with the arrow keys only.
  }
}

// While the next card is being claimed it is already the one that keys act on.
function target() {
  return document.querySelector("#cards [data-next]") ?? current();
}

// The question mark of either script, or its key.
const isHelp = (event) => event.key === "?" || event.key === "؟" || (event.shiftKey && event.code === "Slash");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (document.querySelector("dialog[open]")) {
    if (isHelp(event)) {
      openHelp();
      event.preventDefault();
    }
    return;
  }
  if (isHelp(event)) {
    openHelp();
    event.preventDefault();
    return;
  }
  const act = (event.shiftKey ? WITH_SHIFT : WITHOUT_SHIFT)[event.code];
  if (act) {
    act();
    event.preventDefault();
  }
});
