// Part of a comment's text, selected with mouse or keys, becomes a passage that can be covered.

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const text = selection.rangeCount ? selection.anchorNode?.parentElement?.closest("[data-comment-id] .text") : null;
  const passages = text?.closest("[data-comment-id]").querySelector(".cover[open] .passages");
  if (!passages || selection.isCollapsed || !text.contains(selection.focusNode)) {
    return;
  }
  const chosen = selection.getRangeAt(0);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(chosen.startContainer, chosen.startOffset);
  // The server counts code points; a made-visible character stands for one of them, and cannot be counted here.
  if (text.querySelector(".unseen")) {
    return;
  }
  const start = [...before.toString()].length;
  const end = start + [...chosen.toString()].length;
  offer(passages, `${start}-${end}`, chosen.toString());
});

function offer(passages, value, words) {
  let label = passages.querySelector("[data-selected]");
  if (!label) {
    label = document.createElement("label");
    label.dataset.selected = "";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.name = "cover";
    label.append(box, document.createElement("bdi"));
    passages.append(label);
  }
  label.querySelector("input").value = value;
  label.querySelector("input").checked = true;
  label.querySelector("bdi").textContent = words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
