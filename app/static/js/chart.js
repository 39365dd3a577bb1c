// Charts are drawn from the table that stands beside them: one truth, and a page that says all without them.
(() => {
  const css = getComputedStyle(document.documentElement);
  const ink = (name) => css.getPropertyValue(name).trim();
  const numbers = (rows, column) => rows.map((row) => Number(row.cells[column].textContent));
  const names = (rows) => rows.map((row) => row.cells[0].textContent.trim());
  const heads = (table) => [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const font = { fontFamily: ink("--ys-sans"), color: ink("--ys-ink-3"), fontSize: 12 };

  // Kind of chart → where its bars lie, and whether they stand on each other.
  const KINDS = {
    weeks: { upright: true, stack: undefined, pale: 0 },
    spent: { upright: false, stack: "whole", pale: 1 },
  };

  const draw = (place) => {
    const kind = KINDS[place.dataset.chart];
    const holder = place.parentElement.querySelector("[data-table]");
    const table = holder.querySelector("table");
    const rows = [...table.tBodies[0].rows];
    const said = heads(table);
    const band = { type: "category", data: names(rows), axisTick: { show: false }, axisLabel: font, axisLine: { lineStyle: { color: ink("--ys-line-ui") } }, inverse: !kind.upright };
    const value = { type: "value", axisLabel: font, splitLine: { lineStyle: { color: ink("--ys-line") } } };
    place.style.height = kind.upright ? "15rem" : `${rows.length * 2.25 + 3}rem`;
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: font,
      color: kind.pale ? [ink("--ys-blue"), "#b9cbdc"] : ["#b9cbdc", ink("--ys-blue")],
      grid: { left: 8, right: 12, top: 12, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: kind.upright ? band : value,
      yAxis: kind.upright ? value : band,
      series: [1, 2].map((column) => ({ name: said[column], type: "bar", stack: kind.stack, barMaxWidth: 22, data: numbers(rows, column) })),
    });
    addEventListener("resize", () => chart.resize());
    // The picture says the same: the table is there for who asks for it.
    holder.open = false;
  };

  if (window.echarts) document.querySelectorAll("[data-chart]").forEach(draw);
})();
