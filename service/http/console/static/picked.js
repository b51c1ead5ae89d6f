// Several cards at once: picked with X or a tick, decided in one act, taken back in one.

import { cards, sayCounted } from "./desk.js";
import { decide } from "./decide.js";

const bar = document.getElementById("bulk");
const boxOf = (card) => card.querySelector("[data-pick]");
export const picked = () => cards().filter((card) => boxOf(card)?.checked);

export function pick(card) {
  const box = card && boxOf(card);
  if (box) {
    box.checked = !box.checked;
    show();
  }
}

export function pickAll() {
  const all = cards();
  const wanted = picked().length < all.length;
  all.forEach((card) => boxOf(card) && (boxOf(card).checked = wanted));
  show();
}

// Press a button of the bar; false where nothing is picked.
export function pressBulk(action) {
  if (!bar || !picked().length) {
    return false;
  }
  bar.querySelector(`button[value="${action}"]`).click();
  return true;
}

export function show() {
  if (!bar) {
    return;
  }
  const number = picked().length;
  bar.hidden = number === 0;
  bar.querySelector("[data-count]").textContent = sayCounted("picked", number);
}

bar?.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = picked();
  for (const old of bar.querySelectorAll("[name=item]")) {
    old.remove();
  }
  for (const card of chosen) {
    const item = document.createElement("input");
    item.type = "hidden";
    item.name = "item";
    item.value = `${card.dataset.commentId}:${card.dataset.revision}`;
    bar.append(item);
  }
  decide(bar, event.submitter, chosen);
  chosen.forEach((card) => (boxOf(card).checked = false));
  show();
});
bar?.querySelector("[data-unpick]").addEventListener("click", () => {
  picked().forEach((card) => (boxOf(card).checked = false));
  show();
});
document.addEventListener("change", (event) => event.target.matches("[data-pick]") && show());
