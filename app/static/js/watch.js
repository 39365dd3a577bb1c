// A page that shows work going on asks how far it is and changes in place; where nothing changed, nothing moves.
(() => {
  const EVERY = 1000;
  let region = document.querySelector("[data-watch]");
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(region.id);
      if (fresh && fresh.outerHTML !== region.outerHTML) {
        region.replaceWith(fresh);
        region = fresh;
      }
    } catch {
      // The server is away: what is shown stays, and the next look may reach it.
    }
    if (region.matches("[data-watch]")) setTimeout(look, EVERY);
  };
  if (region) setTimeout(look, EVERY);
})();
