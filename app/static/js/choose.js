// A reference chosen by typing: the select stays and carries the value, a field beside it asks for twenty rows; where no
// address is named they are the select's own.
(() => {
  const PAUSE = 150;

  const grow = (select) => {
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const holder = document.createElement("div");
    let timer = 0;
    let asked = 0;
    holder.className = "field-pick";
    list.className = "picks";
    list.id = `${select.id}-list`;
    list.role = "listbox";
    list.hidden = true;
    list.setAttribute("aria-label", select.labels[0]?.textContent.trim() || "");
    input.className = "form-control";
    input.role = "combobox";
    input.autocomplete = "off";
    input.maxLength = 200;
    for (const name of ["aria-invalid", "aria-describedby"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    // The label and the links of the summary lead to what is typed into.
    input.id = select.id;
    const held = document.activeElement === select; // the page gives the focus before this runs
    select.removeAttribute("id");
    select.hidden = true;
    select.after(holder);
    holder.append(input, list);
    if (held) input.focus();

    const said = () => select.selectedOptions[0]?.textContent.trim() || "";
    const none = () => [...select.options].find((option) => !option.value);
    const options = () => [...list.children];
    const pointed = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const point = (at) => {
      options().forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      const option = options()[at];
      if (!option) return;
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const settle = (key, words) => {
      if (![...select.options].some((option) => option.value === key)) select.append(new Option(words, key));
      select.value = key;
      input.value = said();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const fill = (rows) => {
      list.replaceChildren(...rows.map(([key, words], number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.role = "option";
        option.dataset.key = key;
        option.textContent = words;
        return option;
      }));
      list.hidden = rows.length === 0;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      point(0);
    };

    const own = (typed) => [...select.options].filter((option) => option.value && option.textContent.includes(typed)).map((option) => [option.value, option.textContent.trim()]);

    const ask = async () => {
      const number = ++asked;
      // What stands there already is no question: then the first ones are shown.
      const typed = input.value === said() ? "" : input.value.trim();
      if (!select.dataset.choose) { fill(own(typed)); return; }
      const address = `${select.dataset.choose}?q=${encodeURIComponent(typed)}&but=${encodeURIComponent(select.dataset.but)}`;
      const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      // A later question was asked meanwhile, or the field was left: this answer is nobody's.
      if (!answer?.ok || number !== asked || document.activeElement !== input) return;
      const rows = await answer.json();
      const empty = none();
      fill(typed || !empty ? rows : [["", empty.textContent.trim()], ...rows]);
    };

    const later = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };

    input.value = said();
    close();
    input.addEventListener("focus", () => input.select());
    input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    input.addEventListener("compositionend", later);
    input.addEventListener("click", () => { if (list.hidden) ask(); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); ask(); return; }
      if (list.hidden) return;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move) { event.preventDefault(); point(Math.max(0, Math.min(options().length - 1, pointed() + move))); }
      const option = options()[pointed()];
      if (event.key === "Enter" && option) { event.preventDefault(); settle(option.dataset.key, option.textContent); }
      if (event.key === "Escape") { event.preventDefault(); input.value = said(); close(); }
    });
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      settle(option.dataset.key, option.textContent);
    });
    // What was typed and not chosen is no choice; emptied, it is none where none is allowed.
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      asked += 1;
      if (!input.value.trim() && none()) select.value = "";
      input.value = said();
      close();
    });
  };

  for (const select of document.querySelectorAll("select[data-choose]")) grow(select);
})();
