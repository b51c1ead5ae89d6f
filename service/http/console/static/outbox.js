// Decisions on their way to the server. Each is kept in this browser until the server has answered, and carries a key
// by which the server knows it again: none is lost without a connection, none is carried out twice.

import { desk, post, say, sayCounted } from "./desk.js";
import { calm, warn } from "./told.js";

const PLACE = `taliq-outbox-${desk.dataset.person}-`;
const LEFT_BEHIND_MS = 30 * 1000; // older ones are of a page that was closed
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];

const waiting = [];
let isBusy = false;
let failures = 0;
let retry;

// done(reply, entry) is called once the server has answered; fields: [name, value] pairs of the form.
export function send({ url, fields, done, id = crypto.randomUUID() }) {
  const entry = { id, url, fields: fields.filter(([name]) => name !== "csrf_token"), at: Date.now() };
  keep(entry);
  waiting.push({ entry, done });
  void pump();
  return id;
}

// Take one back that has not left yet; false where it is under way already.
export function recall(id) {
  const at = waiting.findIndex((each) => each.entry.id === id);
  if (at === -1 || (at === 0 && isBusy)) {
    return false;
  }
  forget(waiting.splice(at, 1)[0].entry);
  count();
  return true;
}

export const isEmpty = () => waiting.length === 0;

async function pump() {
  if (isBusy) {
    return;
  }
  isBusy = true;
  clearTimeout(retry);
  while (waiting.length) {
    const { entry, done } = waiting[0];
    const reply = await post(entry.url, entry.fields, { "Idempotency-Key": entry.id });
    if (reply && [401, 403].includes(reply.status)) {
      warn(say("signed_out"), { link: { href: location.href, name: say("sign_in") } });
      break;
    }
    if (!reply || reply.status >= 500 || [409, 429].includes(reply.status)) {
      failures += 1;
      count();
      retry = setTimeout(pump, PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1]);
      break;
    }
    waiting.shift();
    forget(entry);
    if (failures) {
      failures = 0;
      calm();
    }
    const answer = await reply.json().catch(() => ({}));
    if (reply.ok) {
      done(answer, entry);
    } else {
      warn(say("too_late", { detail: answer.detail ?? "" }));
    }
  }
  isBusy = false;
}

function count() {
  if (failures && waiting.length) {
    warn(sayCounted("offline", waiting.length));
  } else if (failures) {
    calm();
  }
}

function keep(entry) {
  try {
    localStorage.setItem(PLACE + entry.id, JSON.stringify(entry));
  } catch {
    // No room, or none allowed: it is still sent from this page.
  }
}

function forget(entry) {
  localStorage.removeItem(PLACE + entry.id);
}

// What an earlier page of this person could not send. done: as above.
export function sendLeftBehind(done) {
  const found = Object.keys(localStorage)
    .filter((name) => name.startsWith(PLACE))
    .map((name) => JSON.parse(localStorage.getItem(name)))
    .filter((entry) => Date.now() - entry.at > LEFT_BEHIND_MS || performance.timeOrigin > entry.at)
    .sort((one, other) => one.at - other.at);
  for (const entry of found) {
    send({ ...entry, done });
  }
}

window.addEventListener("online", pump);
window.addEventListener("beforeunload", (event) => {
  if (failures && waiting.length) {
    event.preventDefault();
  }
});
