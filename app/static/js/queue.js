// The queue by keyboard: a cursor over the rows, choosing, claiming; the row left is found again.
(() => {
  const filter = document.querySelector("[data-filter]");
  filter?.addEventListener("change", () => {
    for (const field of filter.elements) field.disabled = !field.value;
    filter.requestSubmit();
  });
  const table = document.querySelector("[data-queue]");
  if (!table) return;
  const rows = [...table.querySelectorAll("[data-row]")];
  const bar = document.querySelector(".bulk");
  const form = document.getElementById("bulk");
  const box = (row) => row.querySelector("input[name=task]");
  const link = (row) => row.querySelector("a");
  const place = "queue " + location.pathname;
  let at = -1;

  const point = (next) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("cursor");
    at = Math.max(0, Math.min(rows.length - 1, next));
    rows[at].classList.add("cursor");
    link(rows[at]).focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const count = () => {
    if (!bar) return;
    const chosen = rows.map(box).filter((one) => one?.checked);
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-chosen]").textContent = chosen.length;
    for (const button of bar.querySelectorAll("[data-does]")) {
      const able = chosen.filter((one) => ("owned" in one.dataset) === (button.dataset.does === "release")).length;
      button.querySelector("span").textContent = able;
      button.hidden = able === 0;
    }
  };

  // A row that is not one's own to take has no box.
  const choose = (row, on) => { if (box(row)) box(row).checked = on; count(); };

  const keys = {
    j: () => point(at + 1),
    k: () => point(at < 0 ? 0 : at - 1),
    o: () => at >= 0 && link(rows[at]).click(),
    x: () => bar && at >= 0 && choose(rows[at], !box(rows[at])?.checked),
    c: () => {
      if (!bar) return;
      if (at >= 0 && !rows.some((row) => box(row)?.checked)) choose(rows[at], true);
      if (rows.some((row) => box(row)?.checked)) form.requestSubmit();
    },
  };

  table.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) rows.forEach((row) => choose(row, event.target.checked));
    count();
  });
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && rows.indexOf(row) !== at) point(rows.indexOf(row));
  });
  table.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.target.closest("a")) sessionStorage.setItem(place, link(row).textContent);
  });
  document.querySelector("[data-none]")?.addEventListener("click", () => rows.forEach((row) => choose(row, false)));
  document.addEventListener("youshi:key", (event) => keys[event.detail]?.());

  const left = sessionStorage.getItem(place);
  const found = rows.findIndex((row) => link(row).textContent === left);
  if (found >= 0) point(found);
  count();
})();
