// The reader API as the page uses it. Every call answers {ok, data} or throws Unreachable.

export class Unreachable extends Error {}

const PAGE_SIZE = 50;

async function call(path, { lang, ...options }) {
  const headers = { Accept: "application/json", "Accept-Language": lang, ...options.headers };
  try {
    const reply = await fetch(path, { ...options, headers, credentials: "omit" });
    return { ok: reply.ok, status: reply.status, data: await reply.json() };
  } catch (error) {
    throw new Unreachable(path, { cause: error });
  }
}

export function createApi({ articleId, lang }) {
  const comments = `/v1/articles/${encodeURIComponent(articleId)}/comments`;
  return {
    /** One page of the thread, oldest first; revalidated, so that a comment just published is there. */
    thread(cursor) {
      const query = new URLSearchParams({ order: "oldest", limit: String(PAGE_SIZE) });
      if (cursor) query.set("cursor", cursor);
      return call(`${comments}?${query}`, { lang, cache: "no-cache" });
    },
    /** json: the body as text. key: the same for every try of the same body. */
    submit(json, key) {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
      return call(comments, { lang, method: "POST", headers, body: json });
    },
    status(url, token) {
      return call(url, { lang, headers: { Authorization: `Bearer ${token}` }, cache: "no-store" });
    },
  };
}

/** 128 random bits in hex. crypto.randomUUID exists on secure origins only. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
