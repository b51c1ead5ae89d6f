// Asks an authenticator, puts its answer into the form and sends the form; nothing else is fetched.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function optionsOf(form) {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) {
    options.user.id = bytes(options.user.id);
  }
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    for (const one of options[name] ?? []) {
      one.id = bytes(one.id);
    }
  }
  return { publicKey: options };
}

function answerOf(credential) {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) {
      response[name] = text(said[name]);
    }
  }
  if (said.getTransports) {
    response.transports = said.getTransports();
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const field = form.elements.credential;
    const fault = form.querySelector(".fault");
    let asking = false;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (asking) {
        return;
      }
      asking = true;
      fault.hidden = true;
      try {
        field.value = answerOf(await navigator.credentials[form.dataset.passkey](optionsOf(form)));
        form.submit();
      } catch {
        fault.hidden = false;
        asking = false;
      }
    });
  }
}
