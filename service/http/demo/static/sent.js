// What became of the comments sent from this page: a notice for each, until it is decided.

import { Unreachable } from "./api.js";

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 60_000;
const GROWTH = 1.5;
const WAITING = ["pending", "held"];

function line(className, text) {
  const node = document.createElement("p");
  node.className = className;
  node.textContent = text;
  return node;
}

function notice(text, label) {
  const box = document.createElement("div");
  box.className = "notice";
  const words = document.createElement("div");
  const quote = document.createElement("blockquote");
  quote.setAttribute("aria-label", label);
  quote.dir = "auto";
  quote.textContent = text;
  box.append(words, quote);
  return {
    box,
    /** What is known: the state in words and, where it was not published, why and how to object. */
    say({ state, message, reason, objection }) {
      if (box.dataset.state === state) return;
      box.dataset.state = state;
      words.replaceChildren(line("notice-message", message));
      if (reason) words.append(line("notice-reason", reason.message));
      if (objection) words.append(line("notice-reason", objection));
    },
  };
}

export function createSent({ api, words, onPublished }) {
  const place = document.querySelector("[data-sent]");

  function follow(receipt, shown) {
    let wait = FIRST_WAIT_MS;
    const look = async () => {
      let state = "pending";
      try {
        const reply = await api.status(receipt.status_url, receipt.token);
        if (reply.ok) {
          state = reply.data.state;
          if (state !== "published") shown.say(reply.data);
        }
      } catch (error) {
        // The server is away for a moment: the next look asks again.
        if (!(error instanceof Unreachable)) throw error;
      }
      if (state === "published") {
        await onPublished(receipt.id);
        shown.box.remove();
      } else if (WAITING.includes(state)) {
        wait = Math.min(wait * GROWTH, LONGEST_WAIT_MS);
        setTimeout(look, wait);
      }
    };
    setTimeout(look, wait);
  }

  return {
    /** receipt: the 202 of the API; its token lives in this closure and nowhere else. */
    accepted(receipt, text) {
      const shown = notice(text, words.text("your_comment"));
      shown.say(receipt);
      place.append(shown.box);
      shown.box.scrollIntoView({ block: "nearest" });
      follow(receipt, shown);
    },
  };
}
