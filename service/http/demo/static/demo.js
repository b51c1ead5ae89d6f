// Joins the parts of the page: thread, form, and the notices of what was sent.

import { Unreachable, createApi } from "./api.js";
import { createForm } from "./form.js";
import { createSent } from "./sent.js";
import { drawThread } from "./thread.js";
import { createWords } from "./words.js";

const PUBLISHED_TRIES = 5;
const PUBLISHED_WAIT_MS = 1000;

const section = document.getElementById("comments");
const list = section.querySelector("[data-thread]");
const countLine = section.querySelector("[data-count]");
const countLink = document.querySelector("[data-count-link]");
const more = section.querySelector("[data-more]");
const loadError = section.querySelector("[data-load-error]");
const live = section.querySelector("[data-live]");

const { lang } = document.documentElement;
const { articleId, articleTitle, texts } = section.dataset;
const words = createWords(JSON.parse(texts), lang);
const api = createApi({ articleId, lang });
const article = { title: articleTitle, url: location.origin + location.pathname };

let comments = [];
let nextCursor = null;

const form = createForm({ api, words, article, onAccepted: (receipt, text) => sent.accepted(receipt, text) });
const sent = createSent({ api, words, onPublished: showPublished });

function showCount(count) {
  countLine.textContent = words.count("count", count);
  countLink.textContent = countLine.textContent;
  countLink.hidden = count === 0;
}

function showPage({ article: state, comments: page, next_cursor: cursor }, before) {
  const open = state.state !== "closed";
  comments = [...before, ...page];
  nextCursor = cursor;
  form.keepWhile(() => drawThread(list, comments, { words, open, onReply: form.replyTo }));
  showCount(state.count);
  if (!open) countLine.append(" ", words.text("closed"));
  form.setOpen(open);
  more.hidden = !cursor;
}

function showLoadError() {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "quiet";
  again.textContent = words.text("try_again");
  again.addEventListener("click", load);
  loadError.replaceChildren(words.text("load_failed"), " ", again);
  loadError.hidden = false;
}

/** One page after `before`; shows the error and answers false where it cannot be had. */
async function loadPage(cursor, before) {
  try {
    const reply = await api.thread(cursor);
    if (reply.ok) showPage(reply.data, before);
    else showLoadError();
    return reply.ok;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    showLoadError();
    return false;
  }
}

/** Reads the thread again from its first page, as far as it was open. */
async function load() {
  const wanted = comments.length;
  loadError.hidden = true;
  let there = await loadPage(null, []);
  while (there && nextCursor && comments.length < wanted) there = await loadPage(nextCursor, comments);
}

async function loadMore() {
  more.disabled = true;
  await loadPage(nextCursor, comments);
  more.disabled = false;
}

/** Reads the thread until the comment is in it: the server may answer a page from a second ago. */
async function showPublished(id) {
  let own = null;
  for (let tries = 0; tries < PUBLISHED_TRIES && !own; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, PUBLISHED_WAIT_MS));
    await load();
    own = document.getElementById(id);
    if (nextCursor) break; // It stands further down than the reader has opened.
  }
  live.textContent = words.text("published");
  own?.classList.add("own");
  own?.scrollIntoView({ block: "nearest" });
}

more.addEventListener("click", loadMore);
countLine.textContent = words.text("loading");
form.setOpen(true);
load();
