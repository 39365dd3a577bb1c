// What a form is made of beside plain inputs: rows that repeat, questions that others show or hide.
// Without script the same buttons post the form; here the page does it at once and nothing typed is lost.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  // -- rows: a row keeps its mark wherever it stands, so moving it renames nothing
  const here = (group) => group.querySelector(":scope > [data-here]");
  const rowsOf = (group) => [...here(group).children];

  const number = (group) => {
    const rows = rowsOf(group);
    rows.forEach((row, at) => {
      const title = row.querySelector("[data-number]");
      title.textContent = title.dataset.number.replace("#", at + 1);
      row.querySelector("[data-part=up]").disabled = at === 0;
      row.querySelector("[data-part=down]").disabled = at === rows.length - 1;
    });
    group.querySelector(":scope > .row-line [data-part=add]").disabled = rows.length >= Number(group.dataset.most);
  };

  const add = (group) => {
    const mark = 1 + Math.max(0, ...rowsOf(group).map((row) => Number(row.dataset.row)));
    const copy = group.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
    const [blank, name] = [`${group.dataset.rows}-new-`, `${group.dataset.rows}-${mark}-`];
    for (const one of copy.querySelectorAll("*")) {
      for (const { name: attribute, value } of [...one.attributes]) {
        if (value.includes(blank)) one.setAttribute(attribute, value.replaceAll(blank, name));
        else if (value.endsWith(":new")) one.setAttribute(attribute, value.replace(/new$/, mark));
      }
    }
    copy.dataset.row = mark;
    copy.querySelector(`input[name="${group.dataset.rows}-rows"]`).value = mark;
    here(group).append(copy);
    copy.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };

  const move = (row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) row.parentElement.insertBefore(by < 0 ? row : other, by < 0 ? other : row);
  };

  const remove = (row) => {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    next?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };

  const DO = { add: (group) => add(group), remove: (_group, row) => remove(row), up: (_group, row) => move(row, -1), down: (_group, row) => move(row, 1) };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-part]");
    if (!button) return;
    event.preventDefault();
    const group = button.closest("[data-rows]");
    DO[button.dataset.part](group, button.closest("[data-row]"));
    number(group);
    if (button.isConnected && button.dataset.part !== "add") button.focus();
    changed();
  });

  form.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const row = event.target.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    const at = document.activeElement;
    move(row, event.key === "ArrowUp" ? -1 : 1);
    number(row.closest("[data-rows]"));
    at.focus();
    changed();
  });

  form.querySelectorAll("[data-rows]").forEach(number);

  // -- conditions: the same rule as the server's, over what is typed now
  const READ = {
    number: (text) => (/^-?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(",", "")) : null),
    yes_no: (text) => ({ yes: true, no: false })[text] ?? null,
  };
  const value = (box, kind) => {
    const inputs = [...box.querySelectorAll("input, select, textarea")].filter((one) => one.name && one.type !== "file");
    const texts = inputs.filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => one.value.trim()).filter(Boolean);
    if (kind === "multiple") return texts;
    return texts.length ? (READ[kind] || ((text) => text))(texts[0]) : null;
  };

  const weigh = () => {
    for (const list of form.querySelectorAll("[data-conditions]")) {
      const boxes = [...list.querySelectorAll(":scope > [data-key]")];
      const answers = { ...JSON.parse(list.dataset.said) };
      const typed = new Map(boxes.map((box) => [box, value(box, box.dataset.kind)]));
      const rules = new Map(boxes.filter((box) => box.dataset.when).map((box) => [box, JSON.parse(box.dataset.when)]));
      let hidden = new Set();
      for (let pass = 0; pass <= rules.size; pass += 1) {
        const said = { ...answers };
        for (const [box, one] of typed) if (!hidden.has(box)) said[box.dataset.key] = one;
        const found = new Set([...rules].filter(([, rule]) => !window.youshi.holds(rule, said, list.dataset.today)).map(([box]) => box));
        const same = found.size === hidden.size && [...found].every((box) => hidden.has(box));
        hidden = found;
        if (same) break;
      }
      boxes.forEach((box) => { box.hidden = hidden.has(box); });
    }
  };
  form.addEventListener("input", weigh);
  form.addEventListener("change", weigh);
  window.youshi.weigh = weigh;
})();
