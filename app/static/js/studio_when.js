// Conditions as rows: choosing the question swaps in its comparisons, choosing the comparison its kind of value.
(() => {
  const studio = document.querySelector("[data-studio]");
  if (!studio) return;
  const words = JSON.parse(document.querySelector("[data-when-words]").dataset.whenWords);
  const questions = () => JSON.parse(studio.querySelector("[data-questions]").dataset.questions);
  const asked = (key) => questions().find((one) => one.key === key);

  const option = (value, text, chosen) => {
    const made = new Option(text, value, chosen, chosen);
    return made;
  };

  const select = (name, pairs, label, value) => {
    const made = document.createElement("select");
    made.className = "form-select";
    made.name = name;
    made.setAttribute("aria-label", label);
    made.append(...pairs.map(([one, text]) => option(one, text, one === value)));
    return made;
  };

  const input = (name, label, size) => {
    const made = document.createElement("input");
    made.className = "form-control";
    made.name = name;
    made.setAttribute("aria-label", label);
    if (size) made.size = size;
    return made;
  };

  const options = (question) => (question?.kind === "yes_no"
    ? [["yes", words.yes], ["no", words.no]]
    : (question?.options || []).map((one) => [String(one.value), one.label]));

  const boxes = (name, pairs) => pairs.map(([value, text]) => {
    const label = document.createElement("label");
    label.className = "form-check mb-0";
    const box = input(name, text);
    box.type = "checkbox";
    box.className = "form-check-input";
    box.value = value;
    label.append(box, ` ${text}`);
    return label;
  });

  // Comparison → the fields of its value; a plain field or a choice where it is not here.
  const VALUES = {
    empty: () => [],
    filled: () => [],
    between: (name) => [input(name, words.from, 6), " – ", input(name, words.to, 6)],
    ago_ge: (name) => [input(`${name}.n`, words.many, 4), select(`${name}.unit`, words.units, words.unit, "day")],
    in: (name, question) => (options(question).length ? boxes(name, options(question)) : [input(name, words.value)]),
  };
  VALUES.ago_le = VALUES.ago_ge;
  VALUES.has_any = VALUES.in;

  const plain = (name, question) => (options(question).length ? [select(name, options(question), words.value)] : [input(name, words.value)]);

  const drawValue = (row) => {
    const question = asked(row.querySelector("[data-field]").value);
    const op = row.querySelector("[data-op]").value;
    const name = `${row.dataset.name}.value`;
    row.querySelector("[data-value]").replaceChildren(...(VALUES[op] || plain)(name, question));
  };

  const drawRow = (row) => {
    const question = asked(row.querySelector("[data-field]").value);
    const allowed = words.operators[question?.kind] || [];
    const op = row.querySelector("[data-op]");
    op.replaceChildren(...allowed.map(([value, text]) => option(value, text, false)));
    drawValue(row);
  };

  const count = (level) => {
    const rows = level.querySelectorAll(":scope > [data-conds] > [data-cond]").length;
    level.querySelector(":scope > .mode").hidden = rows < 2;
  };

  let born = 0;
  // A new row or group takes the name of the level it stands in; its questions are those of this page.
  const add = (level, kind) => {
    born += 1;
    const name = `${level.dataset.level}.rows.n${Date.now().toString(36)}${born}`;
    const holder = document.createElement("div");
    holder.innerHTML = studio.querySelector(`template[data-new-${kind}]`).innerHTML.replaceAll("__C__", name);
    const row = holder.firstElementChild;
    level.querySelector(":scope > [data-conds]").append(row);
    count(level);
    const field = row.querySelector("[data-field]");
    field?.append(...questions().map((one) => option(one.key, one.label, false)));
    (field || row.querySelector("[data-add-cond]")).focus();
  };

  // A question that was just written may be asked about at once.
  const take = (found) => {
    studio.querySelector("[data-questions]").dataset.questions = JSON.stringify(found);
    for (const chosen of studio.querySelectorAll("[data-entry] [data-field]")) {
      const kept = chosen.value;
      chosen.replaceChildren(option("", "—", false), ...found.map((one) => option(one.key, one.label, one.key === kept)));
      if (kept && chosen.value !== kept) chosen.append(option(kept, kept, true));
    }
  };
  window.youshiQuestions = { take };

  const told = () => studio.dispatchEvent(new CustomEvent("youshi:changed"));

  studio.addEventListener("change", (event) => {
    const row = event.target.closest("[data-name]");
    if (!row) return;
    if (event.target.matches("[data-field]")) drawRow(row);
    if (event.target.matches("[data-op]")) drawValue(row);
  });
  studio.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const level = button?.closest("[data-level]");
    if (button?.matches("[data-add-cond]")) { add(level, "cond"); told(); }
    if (button?.matches("[data-add-group]")) { add(level, "group"); told(); }
    if (button?.matches("[data-remove-cond]")) {
      const row = button.closest("[data-cond]");
      const above = row.parentElement.closest("[data-level]");
      row.remove();
      count(above);
      above.querySelector("[data-add-cond]").focus();
      told();
    }
  });
})();
