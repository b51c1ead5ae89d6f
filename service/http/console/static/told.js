// What became of decisions, said where it is read out: a line for what went well, an alert for what did not.

import { desk, say } from "./desk.js";

const GRACE_MS = 10 * 1000;
const told = region("status", "notice told");
const trouble = region("alert", "notice refused told");
let fading;

function region(role, className) {
  const made = document.createElement("div");
  made.setAttribute("role", role);
  made.className = className;
  document.getElementById("told").append(made);
  return made;
}

// undo: what the button does; it stays for as long as the outside has not heard of the decision.
export function tell(sentence, { excerpt = "", undo = null } = {}) {
  desk.querySelector(":scope > .notice")?.remove();
  const parts = [line(sentence, "strong"), excerpt && line(excerpt, "span"), undo && button(say("undo"), undo)];
  told.replaceChildren(...parts.filter(Boolean));
  clearTimeout(fading);
  fading = setTimeout(() => told.querySelector("button")?.remove(), GRACE_MS);
}

export function warn(sentence, { text = "", link = null } = {}) {
  const parts = [line(sentence, "strong")];
  if (text) {
    const quote = document.createElement("blockquote");
    quote.dir = "auto";
    quote.textContent = text;
    parts.push(line(say("present_text"), "span"), quote);
  }
  if (link) {
    const made = document.createElement("a");
    made.href = link.href;
    made.textContent = link.name;
    parts.push(made);
  }
  trouble.replaceChildren(...parts);
}

export function calm() {
  trouble.replaceChildren();
}

function line(text, tag) {
  const made = document.createElement(tag);
  made.dir = "auto";
  made.textContent = text;
  return made;
}

function button(name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain small";
  made.textContent = name;
  made.setAttribute("aria-keyshortcuts", "u");
  made.addEventListener("click", act);
  return made;
}
