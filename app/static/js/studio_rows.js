// Rows of the Studio's lists: opened, added, taken away, moved by drag or by Alt+↑↓. Names carry tokens, order is where a row stands.
(() => {
  const studio = document.querySelector("[data-studio]");
  if (!studio) return;
  let born = 0;

  const changed = (list) => {
    const own = [...list.querySelector("[data-rows]").children];
    list.querySelector("[data-count]").textContent = own.length;
    const tab = studio.querySelector(`[data-count-of="${CSS.escape(list.dataset.list)}"]`);
    if (tab) tab.textContent = own.length;
    studio.dispatchEvent(new CustomEvent("youshi:changed"));
  };

  // The empty row of a shape stands once on the page; its names take the list's name and a token of their own.
  const grow = (list) => {
    born += 1;
    const name = `${list.dataset.list}.n${Date.now().toString(36)}${born}`;
    const holder = document.createElement("div");
    holder.innerHTML = studio.querySelector(`template[data-new="${CSS.escape(list.dataset.of)}"]`).innerHTML.replaceAll("__P__", name);
    return holder.firstElementChild;
  };

  const open = (row, on) => {
    const sub = row.querySelector(":scope > .sub");
    if (!sub) return;
    sub.hidden = !on;
    row.classList.toggle("open", on);
    row.querySelector(":scope > .line [data-open]").setAttribute("aria-expanded", String(on));
  };

  const first = (row) => [...row.querySelectorAll(".sub, .line")].flatMap((part) => [...part.querySelectorAll("input:not([type=hidden]), select, textarea, .btn-link")]).find((one) => one.checkVisibility());

  const add = (button) => {
    const list = button.closest("[data-list]");
    const row = grow(list);
    list.querySelector(":scope > [data-rows]").append(row);
    open(row, true);
    suit(studio);
    first(row)?.focus();
    changed(list);
  };

  const remove = (button) => {
    const row = button.closest("[data-row]");
    const list = row.closest("[data-list]");
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next?.querySelector("[data-grip]") || list.querySelector(":scope > .add [data-add]")).focus();
    changed(list);
  };

  const move = (row, down) => {
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    if (!other) return;
    const held = document.activeElement;
    if (down) other.after(row); else other.before(row);
    held?.focus();
    changed(row.closest("[data-list]"));
  };

  const title = (row) => {
    const told = row.querySelector(":scope > .line [data-title]");
    const said = row.querySelector(":scope > .sub input:not([type=hidden]):not([type=checkbox])");
    const chosen = row.querySelector(":scope > .sub > .fields > .field:first-child select");
    if (told && (said || chosen)) told.textContent = (said ? said.value.trim() : chosen.selectedOptions[0]?.textContent) || studio.dataset.untitled;
  };

  studio.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-open]")) open(button.closest("[data-row]"), button.getAttribute("aria-expanded") !== "true");
    if (button.matches("[data-add]")) add(button);
    if (button.matches("[data-remove]")) remove(button);
  });
  studio.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(row, event.key === "ArrowDown");
  });
  for (const kind of ["input", "change"]) studio.addEventListener(kind, (event) => {
    const row = event.target.closest("[data-wide]");
    if (row) title(row);
  });

  // Dragging by the grip: the row goes before or after the one it is over.
  let dragged = null;
  studio.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-grip]")?.closest("[data-row]");
    if (row) row.draggable = true;
  });
  studio.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-row]"); });
  studio.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-row]");
    if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY > box.top + box.height / 2) over.after(dragged); else over.before(dragged);
  });
  studio.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.draggable = false;
    changed(dragged.closest("[data-list]"));
    dragged = null;
  });

  const show = (name) => {
    for (const tab of studio.querySelectorAll("[data-tab]")) {
      const on = tab.dataset.tab === name;
      tab.classList.toggle("active", on);
      if (on) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current");
    }
    for (const part of studio.querySelectorAll("[data-section]")) part.hidden = part.dataset.section !== name;
  };
  studio.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    event.preventDefault();
    show(tab.dataset.tab);
  });

  // Particulars of a question that only some kinds have; sources and limits with more to say.
  const ONLY = {
    text: ["title", "paragraph", "signature", "qr"], rows: ["table"], columns: ["table"],
    options: ["choice", "multiple"], fields: ["group"], min_rows: ["group"], max_rows: ["group"], particulars: ["person"],
    min: ["number"], max: ["number"], pattern: ["text", "long_text", "address", "phone", "id_number", "credit_code"],
    default: ["text", "long_text", "number", "money", "date", "yes_no", "choice", "multiple", "id_number", "credit_code", "phone", "address"],
  };
  const suit = (root) => {
    for (const limit of root.querySelectorAll("[data-limit]")) limit.querySelector("[data-own]").hidden = limit.querySelector("select").value !== "_own";
    for (const supply of root.querySelectorAll("[data-supply]")) supply.querySelector("[data-output]").hidden = supply.querySelector("select").value !== "output";
    for (const kind of root.querySelectorAll("[data-decides]")) {
      const own = kind.closest(".fields");
      for (const [key, kinds] of Object.entries(ONLY)) {
        const part = own.querySelector(`:scope > [data-key=${key}], :scope > [data-list$=".${key}"]`);
        if (part) part.hidden = !kinds.includes(kind.value);
      }
    }
  };
  // The panel knows what becomes of each item's papers; the rows show it where they are opened.
  const tell = (panel) => {
    for (const place of studio.querySelectorAll("[data-papers]")) {
      const item = studio.querySelector(`input[type=hidden][name="${CSS.escape(`${place.dataset.papers}.item`)}"]`)?.value;
      const told = item && panel.querySelector(`template[data-papers-of="${CSS.escape(item)}"]`);
      if (told && told.innerHTML !== place.innerHTML) place.innerHTML = told.innerHTML;
    }
  };
  studio.addEventListener("change", () => suit(studio));
  studio.addEventListener("youshi:drawn", () => { show(studio.querySelector("[data-tab]").dataset.tab); suit(studio); });
  window.youshiRows = { open, show, tell };
  show(studio.querySelector("[data-tab]").dataset.tab);
  suit(studio);
})();
