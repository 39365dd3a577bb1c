// A field filled by typing a name or its initials: a list of twenty, chosen by ↑↓ and Enter or by a click.
(() => {
  const studio = document.querySelector("[data-studio]");
  if (!studio) return;
  let waiting = 0;

  const parts = (input) => {
    const field = input.closest("[data-picks]");
    return { field, key: field.querySelector("input[type=hidden]"), list: field.querySelector("[role=listbox]") };
  };

  const close = (input) => {
    parts(input).list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (input, option) => {
    const { key } = parts(input);
    key.value = option.dataset.key;
    input.value = option.textContent;
    close(input);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const fill = (input, rows) => {
    const { list } = parts(input);
    list.replaceChildren(...rows.map(([key, name], at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.role = "option";
      option.dataset.key = key;
      option.textContent = name;
      return option;
    }));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    point(input, 0);
  };

  const point = (input, at) => {
    const options = [...parts(input).list.children];
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (options[at]) { input.setAttribute("aria-activedescendant", options[at].id); options[at].scrollIntoView({ block: "nearest" }); }
  };

  const pointed = (input) => [...parts(input).list.children].findIndex((option) => option.getAttribute("aria-selected") === "true");

  const ask = async (input) => {
    const { field } = parts(input);
    const answer = await fetch(`${studio.dataset.pick}${field.dataset.picks}?q=${encodeURIComponent(input.value)}`);
    if (answer.ok && document.activeElement === input) fill(input, await answer.json());
  };

  studio.addEventListener("input", (event) => {
    if (!event.target.matches("[role=combobox]")) return;
    parts(event.target).key.value = "";
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(event.target), 150);
  });
  studio.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("[role=combobox]") || event.isComposing || event.altKey) return;
    const list = parts(input).list;
    if (event.key === "ArrowDown" && list.hidden) { ask(input); return; }
    if (list.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) { event.preventDefault(); point(input, Math.max(0, Math.min(list.children.length - 1, pointed(input) + move))); }
    if (event.key === "Enter" && list.children[pointed(input)]) { event.preventDefault(); choose(input, list.children[pointed(input)]); }
    if (event.key === "Escape") close(input);
  });
  studio.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option.closest("[data-picks]").querySelector("[role=combobox]"), option);
  });
  studio.addEventListener("focusout", (event) => { if (event.target.matches("[role=combobox]")) close(event.target); });
})();
