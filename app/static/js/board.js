// The board refreshed in its place: cells that say something else are filled anew, so the cursor and the scroll stay. It
// can be paused, and does nothing behind another tab. Arrows move cell by cell.
(() => {
  const place = document.querySelector("[data-board]");
  const kept = "board paused";
  let paused = sessionStorage.getItem(kept) === "1";

  // -- cell by cell ------------------------------------------------------------------------------------------------
  const table = () => place.querySelector(".board");
  const rows = () => [...(table()?.rows ?? [])];
  const spot = (cell) => ({ row: rows().indexOf(cell.parentNode), column: cell.cellIndex });
  const tune = () => {
    if (!table()) return;
    table().setAttribute("role", "grid");
    for (const cell of rows().flatMap((row) => [...row.cells])) cell.tabIndex = -1;
    (table().tBodies[0].rows[0] ?? rows()[0]).cells[0].tabIndex = 0;
  };
  const stand = (row, column) => {
    const all = rows();
    const line = all[Math.max(0, Math.min(all.length - 1, row))];
    const cell = line?.cells[Math.max(0, Math.min(line.cells.length - 1, column))];
    if (!cell) return;
    for (const other of table().querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const steps = {
    ArrowUp: (at) => [at.row - 1, at.column], ArrowDown: (at) => [at.row + 1, at.column],
    ArrowLeft: (at) => [at.row, at.column - 1], ArrowRight: (at) => [at.row, at.column + 1],
    Home: (at) => [at.row, 0], End: (at) => [at.row, 99],
  };
  place.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".board :is(td, th)");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target === cell) cell.querySelector("a")?.click();
    if (!steps[event.key]) return;
    event.preventDefault();
    stand(...steps[event.key](spot(cell)));
  });

  // -- in its place ------------------------------------------------------------------------------------------------
  const fill = (old, fresh) => { if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes); };
  const line = (old, fresh) => [...fresh.cells].forEach((cell, at) => fill(old.cells[at], cell));
  const swap = (page) => {
    const [old, fresh] = [table(), page.querySelector(".board")];
    if (!old || !fresh || old.tHead.textContent !== fresh.tHead.textContent) {
      place.replaceChildren(page.querySelector("[data-refreshed]"));
      return;
    }
    const known = new Map([...old.tBodies[0].rows].map((row) => [row.dataset.case, row]));
    const wanted = [...fresh.tBodies[0].rows].map((row) => {
      const mine = known.get(row.dataset.case);
      if (mine) line(mine, row);
      return mine ?? row;
    });
    for (const [at, row] of wanted.entries()) {
      const there = old.tBodies[0].rows[at];
      if (there !== row) old.tBodies[0].insertBefore(row, there ?? null);
    }
    while (old.tBodies[0].rows.length > wanted.length) old.tBodies[0].lastElementChild.remove();
    line(old.tFoot.rows[0], fresh.tFoot.rows[0]);
    for (const name of ["[data-sentence]", "[data-when]"]) fill(place.querySelector(name), page.querySelector(name));
  };
  const refresh = async () => {
    if (paused || document.hidden) return;
    const how = { credentials: "same-origin", redirect: "manual", headers: { "X-Part": "1" } };
    const answer = await fetch(location.href, how).catch(() => null);
    if (answer?.type === "opaqueredirect") { location.reload(); return; }
    if (!answer?.ok) { place.querySelector("[data-when]").textContent = place.dataset.away; return; }
    const at = document.activeElement?.closest?.(".board :is(td, th)");
    const stood = at && spot(at);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    tune();
    label();
    if (stood && !at.contains(document.activeElement)) at.isConnected ? stand(...Object.values(spot(at))) : stand(stood.row, stood.column);
  };

  const label = () => {
    const button = place.querySelector("[data-pause]");
    button.hidden = false;
    button.textContent = paused ? place.dataset.paused : place.dataset.going;
    button.setAttribute("aria-pressed", String(paused));
  };
  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pause]")) return;
    paused = !paused;
    sessionStorage.setItem(kept, paused ? "1" : "0");
    label();
    refresh();
  });
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, Number(place.dataset.board) * 1000);
  tune();
  label();
})();
