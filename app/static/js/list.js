// A generated list: choosing several of its rows; an empty filter leaves the address.
(() => {
  const filter = document.querySelector("form.filters");
  filter?.addEventListener("submit", () => { for (const field of filter.elements) if (field.name && !field.value) field.disabled = true; });
  addEventListener("pageshow", () => { for (const field of filter?.elements || []) field.disabled = false; });
  const table = document.querySelector("[data-list]");
  if (!table) return;
  const { at } = window.youshi.rows;
  const rows = window.youshi.rows.all();
  const bar = document.querySelector("[data-bulk]");
  const box = (row) => row.querySelector("input[name=row]");
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

  table.addEventListener("change", (event) => {
    const { checked } = event.target;
    if (event.target.matches("[data-all]")) for (const row of rows) choose(row, checked);
    count();
  });
  document.querySelector("[data-none]")?.addEventListener("click", () => rows.forEach((row) => choose(row, false)));
  document.addEventListener("youshi:key", (event) => {
    if (event.detail === "x" && bar && at()) choose(at(), !box(at()).checked);
  });
  count();
})();
