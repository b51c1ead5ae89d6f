// What the scripts of the desk share: the page's words, its cards, and the one under the cursor.

export const desk = document.getElementById("desk");
const words = JSON.parse(desk.dataset.words);
const plural = new Intl.PluralRules(document.documentElement.lang);

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// `name_one`, `name_two` … by the plural form that the number asks for.
export function sayCounted(name, number) {
  const form = `${name}_${plural.select(number)}`;
  return say(form in words ? form : `${name}_other`, { number });
}

export const cards = () => [...document.querySelectorAll("#cards [data-comment-id]")];
export const cardOf = (id) => document.querySelector(`#cards [data-comment-id="${CSS.escape(id)}"]`);
export const current = () => document.querySelector('#cards [aria-current="true"]');
export const token = () => desk.dataset.token;
export const mayDecide = "mayDecide" in desk.dataset;

// One reply of our server to one form, or null where none came.
export async function post(url, fields, headers = {}) {
  try {
    return await fetch(url, {
      method: "POST",
      body: new URLSearchParams([...fields.filter(([name]) => name !== "csrf_token"), ["csrf_token", token()]]),
      headers: { Accept: "application/json", ...headers },
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(15000),
    });
  } catch {
    return null;
  }
}

// Somebody is there: the page keeps its claims and looks for news only then.
const IDLE_MS = 10 * 60 * 1000;
let lastSeen = Date.now();
for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  document.addEventListener(kind, () => (lastSeen = Date.now()), { passive: true, capture: true });
}
export const isSomebodyThere = () => !document.hidden && Date.now() - lastSeen < IDLE_MS;
