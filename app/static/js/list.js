// A generated list by keyboard: a cursor over the rows, choosing several; an empty filter leaves the address.
(() => {
  const filter = document.querySelector("form.filters");
  filter?.addEventListener("submit", () => { for (const field of filter.elements) if (field.name && !field.value) field.disabled = true; });
  addEventListener("pageshow", () => { for (const field of filter?.elements || []) field.disabled = false; });
  const table = document.querySelector("[data-list]");
  if (!table) return;
  const rows = [...table.querySelectorAll("[data-row]")];
  const bar = document.querySelector("[data-bulk]");
  const box = (row) => row.querySelector("input[name=row]");
  const link = (row) => row.querySelector("a");
  let at = -1;

  const point = (next) => {
    rows[at]?.classList.remove("cursor");
    at = Math.max(0, Math.min(rows.length - 1, next));
    rows[at].classList.add("cursor");
    link(rows[at])?.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const count = () => {
    if (!bar) return;
    const chosen = rows.filter((row) => box(row).checked).length;
    bar.hidden = chosen === 0;
    bar.querySelector("[data-chosen]").textContent = chosen;
    const all = table.querySelector("[data-all]");
    all.checked = chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  };

  const choose = (row, on) => { if (box(row)) box(row).checked = on; count(); };

  const keys = {
    j: () => point(at + 1),
    k: () => point(at < 0 ? 0 : at - 1),
    o: () => at >= 0 && link(rows[at])?.click(),
    x: () => bar && at >= 0 && choose(rows[at], !box(rows[at]).checked),
  };

  table.addEventListener("change", (event) => {
    const { checked } = event.target;
    if (event.target.matches("[data-all]")) for (const row of rows) choose(row, checked);
    count();
  });
  document.querySelector("[data-none]")?.addEventListener("click", () => rows.forEach((row) => choose(row, false)));
  document.addEventListener("youshi:key", (event) => keys[event.detail]?.());
  count();
})();
