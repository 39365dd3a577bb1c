// A table that is walked cell by cell: arrows move, Enter follows the link of the cell.
(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const rows = [...table.rows];
  const cells = rows.flatMap((row) => [...row.cells]);
  table.setAttribute("role", "grid");
  for (const cell of cells) cell.tabIndex = -1;
  const first = table.tBodies[0].rows[0]?.cells[1] ?? cells[0];
  first.tabIndex = 0;
  const stand = (row, column) => {
    const line = rows[Math.max(0, Math.min(rows.length - 1, row))];
    const cell = line.cells[Math.max(0, Math.min(line.cells.length - 1, column))];
    for (const other of cells) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -99], End: [0, 99],
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target === cell) cell.querySelector("a")?.click();
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    stand(rows.indexOf(cell.parentNode) + step[0], cell.cellIndex + step[1]);
  });
})();
