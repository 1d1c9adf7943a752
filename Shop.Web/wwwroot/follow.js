// Follows an order: where its stream tells something that the page does not show yet, the page is read again.
// Without this script there is the link "Look again".
let source;

function follow() {
  source?.close();
  source = undefined;
  const place = document.querySelector("[data-follow]");
  if (!place) return;
  const shown = Number(place.dataset.version);
  // By their ids: a stream that broke goes on, or begins anew.
  const told = new Set();
  source = new EventSource(place.dataset.follow);
  const hear = (event) => {
    told.add(event.lastEventId);
    if (told.size > shown) location.reload();
  };
  for (const type of ["placed", "confirmed", "rejected", "cancelled", "shipped", "refunded", "refund-refused"]) {
    source.addEventListener(`order.${type}`, hear);
  }
}

follow();
window.Blazor?.addEventListener("enhancedload", follow);
