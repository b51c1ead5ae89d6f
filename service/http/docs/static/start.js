"use strict";

// The document's own language decides nothing here: Swagger UI speaks English only.
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: document.querySelector("#api").dataset.document,
    dom_id: "#api",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
});
