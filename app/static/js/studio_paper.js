// What may be filled in is put where it is being written; shown is what fits there: a text's places or those of its table's rows.
(() => {
  const studio = document.querySelector("[data-studio]");
  const places = document.querySelector("[data-places]");
  if (!studio || !places) return;
  const WRITTEN = "textarea[name$='.text'], input[name$='.value']";
  let written = null;

  const source = (field) => {
    if (field.name.endsWith(".text")) return "";
    return field.closest("[data-list$='.columns']")?.closest("[data-row]")?.querySelector("select[name$='.rows']")?.value || "";
  };

  const fit = () => {
    const of = written?.isConnected ? source(written) : null;
    for (const group of places.querySelectorAll("[data-of]")) group.hidden = of !== null && group.dataset.of !== of;
  };

  const put = (text) => {
    if (!written?.isConnected) written = studio.querySelector(WRITTEN);
    if (!written) return;
    written.focus();
    written.setRangeText(text, written.selectionStart, written.selectionEnd, "end");
    written.dispatchEvent(new Event("input", { bubbles: true }));
  };

  studio.addEventListener("focusin", (event) => {
    if (!event.target.matches(WRITTEN)) return;
    written = event.target;
    fit();
  });
  studio.addEventListener("change", fit);
  places.addEventListener("click", (event) => {
    const place = event.target.closest("[data-place]");
    if (place) put(place.dataset.place);
  });
})();
