// A run of severe texts: after so many of them in twenty minutes a pause is offered, once, and never forced.

const WINDOW_MS = 20 * 60 * 1000;
const PLACE = "taliq-severe";
const offer = document.getElementById("pause");

// Called with each card that was decided.
export function read(card) {
  if (!offer || !("severe" in card.dataset)) {
    return;
  }
  const since = Date.now() - WINDOW_MS;
  const times = [...JSON.parse(sessionStorage.getItem(PLACE) ?? "[]"), Date.now()].filter((each) => each > since);
  const isRun = times.length >= Number(offer.dataset.run);
  sessionStorage.setItem(PLACE, JSON.stringify(isRun ? [] : times));
  if (isRun) {
    offer.showModal();
  }
}

// Open or fold the text of a card.
export function unfold(card) {
  card?.querySelector(".severe summary")?.click();
}
