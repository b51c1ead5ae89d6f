// The comment form: where it stands, what it sends, and the faults it shows beside their fields.

import { Unreachable, newKey } from "./api.js";

// In the order of the page: the first faulty one gets the focus.
const FIELDS = ["body", "author_name", "author_email", "author_url"];

export function createForm({ api, words, article, onAccepted }) {
  const respond = document.querySelector("[data-respond]");
  const home = document.querySelector("[data-form-home]");
  const form = respond.querySelector("[data-form]");
  const title = respond.querySelector("[data-form-title]");
  const cancel = respond.querySelector("[data-cancel-reply]");
  const submit = respond.querySelector("[data-submit]");
  const faults = respond.querySelector("[data-faults]");
  const plainTitle = title.textContent;
  const submitLabel = submit.textContent;
  const credentials = new Map();
  let parent = null;
  let shownAt = new Date();
  let last = { json: null, key: null };

  const errorOf = (input) => document.getElementById(`${input.id}-error`);

  function showFault(input, message) {
    const place = errorOf(input);
    place.textContent = message;
    place.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", place.id);
  }

  function clearFault(input) {
    errorOf(input).hidden = true;
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }

  function clearFaults() {
    faults.replaceChildren();
    for (const name of FIELDS) clearFault(form.elements[name]);
  }

  function showSentence(sentence) {
    const line = document.createElement("p");
    line.textContent = sentence;
    faults.append(line);
  }

  /** Faults of fields stand beside them; those of nothing visible stand above the form. */
  function showProblem(problem) {
    showSentence(problem.detail || problem.title);
    for (const { field, message } of problem.errors || []) {
      if (!FIELDS.includes(field)) showSentence(message);
      else if (!form.elements[field].hasAttribute("aria-invalid")) showFault(form.elements[field], message);
    }
    const first = FIELDS.map((name) => form.elements[name]).find((input) => input.hasAttribute("aria-invalid"));
    if (first) first.focus();
    else faults.scrollIntoView({ block: "nearest" });
  }

  /** Proof of earlier comments under this address, kept for as long as the page is open. */
  function credential() {
    return credentials.get(form.elements.author_email.value) || null;
  }

  function bodyToSend() {
    return JSON.stringify({
      author_name: form.elements.author_name.value,
      author_email: form.elements.author_email.value,
      author_url: form.elements.author_url.value.trim() || null,
      body: form.elements.body.value,
      parent_id: parent ? parent.id : null,
      article,
      honeypot: form.elements.honeypot.value,
      rendered_at: shownAt.toISOString(),
      author_token: credential(),
    });
  }

  function goHome() {
    home.append(respond);
    parent = null;
    title.textContent = plainTitle;
    cancel.hidden = true;
  }

  function moveBelow(comment) {
    parent = comment;
    document.getElementById(comment.id).querySelector(".comment-text").after(respond);
    title.replaceChildren(...words.named("replying_to", comment.author.name));
    cancel.hidden = false;
  }

  function setBusy(busy) {
    submit.disabled = busy;
    submit.textContent = busy ? words.text("sending") : submitLabel;
  }

  async function send() {
    const json = bodyToSend();
    // A retry of the same words keeps its key, so that a lost reply cannot double the comment.
    if (json !== last.json) last = { json, key: newKey() };
    const reply = await api.submit(json, last.key);
    if (!reply.ok) return showProblem(reply.data);
    credentials.set(form.elements.author_email.value, reply.data.author_token);
    const text = form.elements.body.value;
    form.elements.body.value = "";
    shownAt = new Date();
    goHome();
    return onAccepted(reply.data, text);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearFaults();
    setBusy(true);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      showSentence(words.text("unreachable"));
    } finally {
      setBusy(false);
    }
  });
  form.addEventListener("input", ({ target }) => {
    if (target.hasAttribute("aria-invalid")) clearFault(target);
  });
  cancel.addEventListener("click", () => {
    const answered = parent && document.getElementById(parent.id);
    goHome();
    answered?.querySelector(".reply")?.focus();
  });

  return {
    setOpen(open) {
      respond.hidden = !open;
    },
    /** Moves the form below the comment and the reader's cursor into the text field. */
    replyTo(comment) {
      moveBelow(comment);
      form.elements.body.focus();
    },
    /** Redraws the thread around the form: it stays with the comment being answered, and so does the focus. */
    keepWhile(redraw) {
      const answered = parent;
      const focused = respond.contains(document.activeElement) ? document.activeElement : null;
      goHome();
      redraw();
      if (answered && document.getElementById(answered.id)?.querySelector(".comment-text")) moveBelow(answered);
      focused?.focus({ preventScroll: true });
    },
  };
}
