// A cursor over the rows of a list: j and k move, o opens, and the row that was left is found again. Whoever comes by Tab
// or mouse takes it along, and keeps the focus where they put it.
(() => {
  const table = document.querySelector("[data-cursor]");
  const all = () => [...(table?.querySelectorAll("[data-row]") ?? [])];
  const link = (row) => row.querySelector("a");
  const named = (name) => all().find((row) => link(row)?.textContent === name);
  const place = `left ${location.pathname} ${table?.dataset.cursor}`;
  let cursor = null;

  const mark = (row) => {
    cursor?.classList.remove("cursor");
    cursor = row;
    row.classList.add("cursor");
  };
  const point = (row) => {
    if (!row) return;
    mark(row);
    link(row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const rows = all();
    point(rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(cursor) + by))]);
  };
  const keys = { j: () => move(1), k: () => move(-1), o: () => cursor && link(cursor)?.click() };

  document.addEventListener("youshi:key", (event) => keys[event.detail]?.());
  table?.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && row !== cursor) mark(row);
  });
  table?.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.target.closest("a")) sessionStorage.setItem(place, link(row).textContent);
  });
  point(named(sessionStorage.getItem(place)));
  window.youshi = Object.assign(window.youshi || {}, { rows: { all, link, named, point, at: () => cursor } });
})();
