// Lets a person look at the password being typed; without script the box stays hidden.

for (const box of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(box.dataset.reveal);
  box.closest("label").hidden = false;
  box.checked = false;
  box.addEventListener("change", () => {
    field.type = box.checked ? "text" : "password";
  });
  field.form.addEventListener("submit", () => {
    field.type = "password"; // so that the browser keeps it as a password, not as a text
  });
}
