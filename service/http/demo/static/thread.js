// Draws the thread. A reader's text reaches the page through textContent only.

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** The address when it is http or https, else null: no other scheme may become a link. */
function webAddress(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

function authorName({ name, url }) {
  const bdi = element("bdi", "author", name);
  const address = webAddress(url);
  if (!address) return bdi;
  const link = element("a", "author-link", bdi);
  link.href = address;
  link.rel = "nofollow ugc noopener noreferrer";
  return link;
}

function paragraphs(body) {
  return body
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part) => {
      const paragraph = element("p", "", part);
      paragraph.dir = "auto";
      return paragraph;
    });
}

function meta(comment, words) {
  const time = element("time", "", words.since(comment.published_at));
  time.dateTime = comment.published_at;
  time.title = words.fullTime(comment.published_at);
  const head = element("header", "comment-meta", authorName(comment.author), time);
  if (comment.edited_at) {
    const edited = element("span", "edited", words.text("edited"));
    edited.title = words.fullTime(comment.edited_at);
    head.append(edited);
  }
  return head;
}

function replyButton(comment, words, onReply) {
  const button = element("button", "reply", words.text("reply"));
  button.type = "button";
  button.setAttribute("aria-label", words.namedPlain("reply_to", comment.author.name));
  button.addEventListener("click", () => onReply(comment));
  return button;
}

function commentItem(comment, { words, open, onReply }) {
  const item = element("li", "comment");
  item.id = comment.id;
  item.dataset.depth = comment.depth;
  if (comment.removed) {
    item.classList.add("removed");
    item.append(element("p", "tombstone", words.text("removed")));
    return item;
  }
  const article = element("article", "comment-text", meta(comment, words), ...paragraphs(comment.body));
  if (comment.masked) article.append(element("p", "masked", words.text("masked")));
  if (open) article.append(replyButton(comment, words, onReply));
  item.append(article);
  return item;
}

/**
 * Puts `comments` into `list`, each below its parent. A reply whose parent is not among
 * them stands on the first level.
 */
export function drawThread(list, comments, options) {
  const items = new Map();
  const replies = new Map();
  for (const comment of comments) items.set(comment.id, commentItem(comment, options));
  list.replaceChildren();
  for (const comment of comments) {
    const parent = items.get(comment.parent_id);
    if (!parent) {
      list.append(items.get(comment.id));
      continue;
    }
    if (!replies.has(comment.parent_id)) {
      const branch = element("ol", "replies");
      replies.set(comment.parent_id, branch);
      parent.append(branch);
    }
    replies.get(comment.parent_id).append(items.get(comment.id));
  }
}
