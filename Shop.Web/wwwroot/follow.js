// Follows an order: where its stream tells something that the page does not show yet, the page is read again.
// Without this script there is the link "Look again".
let source;

function follow() {
  source?.close();
  source = undefined;
  const place = document.querySelector("[data-follow]");
  if (!place) return;
  const shown = Number(place.dataset.version);
  let told = 0;
  source = new EventSource(place.dataset.follow);
  const hear = () => {
    told += 1;
    if (told > shown) location.reload();
  };
  for (const type of ["placed", "confirmed", "rejected", "cancelled", "shipped", "refunded", "refund-refused"]) {
    source.addEventListener(`order.${type}`, hear);
  }
  // A stream that ends or breaks begins anew, and counts anew.
  source.addEventListener("open", () => { told = 0; });
}

follow();
window.Blazor?.addEventListener("enhancedload", follow);
