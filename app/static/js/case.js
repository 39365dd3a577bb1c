// The purpose of an unmasking is asked for at once. Why this day, beside the date: the days come from the page that also
// stands alone. Escape or w closes them.
(() => {
  const purpose = document.querySelector("details.under");
  purpose?.addEventListener("toggle", () => { if (purpose.open) purpose.querySelector("input:not([type=hidden])").focus(); });
  const place = document.querySelector("[data-why-at]");
  if (!place) return;
  let shown = null;
  let opener = null;

  const close = () => {
    shown?.remove();
    shown = null;
    opener?.setAttribute("aria-expanded", "false");
    opener?.focus();
  };

  const open = async (link) => {
    const answer = await fetch(link.href, { credentials: "same-origin", headers: { "X-Part": "1" } });
    if (!answer.ok) { location.assign(link.href); return; }
    const days = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    shown = document.createElement("section");
    shown.className = "why";
    shown.setAttribute("role", "dialog");
    shown.setAttribute("aria-label", link.textContent);
    shown.append(...days.childNodes);
    place.append(shown);
    opener = link;
    link.setAttribute("aria-expanded", "true");
    shown.querySelector("[data-close]").focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-why]");
    if (link) {
      event.preventDefault();
      const again = shown && opener === link;
      if (shown) close();
      if (!again) open(link);
    } else if (shown && (event.target.closest("[data-close]") || !shown.contains(event.target))) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !event.isComposing) close();
  });
})();
