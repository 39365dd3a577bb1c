// What was found by keyboard, as the queue: j and k move, o opens, and the row left is found again.
(() => {
  const rows = [...document.querySelectorAll("[data-found] [data-row]")];
  const link = (row) => row.querySelector("a");
  const place = "found " + location.search;
  let cursor = null;

  const point = (row) => {
    if (!row) return;
    cursor?.classList.remove("cursor");
    cursor = row;
    row.classList.add("cursor");
    link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => point(rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(cursor) + by))]);
  const keys = { j: () => move(1), k: () => move(-1), o: () => cursor && link(cursor).click() };

  document.addEventListener("youshi:key", (event) => keys[event.detail]?.());
  document.querySelector("[data-found]")?.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && row !== cursor) point(row);
  });
  document.querySelector("[data-found]")?.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.target.closest("a")) sessionStorage.setItem(place, link(row).textContent);
  });
  point(rows.find((row) => link(row).textContent === sessionStorage.getItem(place)));
})();
