// What became of the comments sent from this page: a notice for each, until it is decided.

import { Unreachable } from "./api.js";

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 20_000;
const GROWTH = 1.5;
const WAITING = ["pending", "held"];

function notice(text, message, label) {
  const box = document.createElement("div");
  box.className = "notice";
  const line = document.createElement("p");
  line.className = "notice-message";
  line.textContent = message;
  const quote = document.createElement("blockquote");
  quote.setAttribute("aria-label", label);
  quote.dir = "auto";
  quote.textContent = text;
  box.append(line, quote);
  return { box, line };
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
          shown.box.dataset.state = state;
          if (state !== "published" && reply.data.message) shown.line.textContent = reply.data.message;
        }
      } catch (error) {
        // The server is away for a moment: the next look asks again.
        if (!(error instanceof Unreachable)) throw error;
      }
      if (state === "published") {
        shown.box.remove();
        await onPublished(receipt.id);
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
      const shown = notice(text, receipt.message, words.text("your_comment"));
      shown.box.dataset.state = receipt.state;
      place.append(shown.box);
      shown.box.scrollIntoView({ block: "nearest" });
      follow(receipt, shown);
    },
  };
}
