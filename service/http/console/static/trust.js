// The one place where text becomes markup: parts of our own pages, which htmx puts in. The content policy sends every
// such text through here. Whatever a reader wrote is escaped in them, so no element that could run anything belongs here.

const RUNS = /<(?:script|iframe|object|embed|base|meta|link|style)\b/i;

window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => (RUNS.test(text.replace(/^[\s\S]*?<body>/i, "")) ? null : text),
});
