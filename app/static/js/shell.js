// Single keys, the menu on narrow screens, the list of shortcuts. Keys do nothing in fields or while an IME composes.
(() => {
  const off = () => localStorage.getItem("keys off") === "1";
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const help = document.querySelector("[data-keys]");

  const act = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (off() || event.key.length !== 1 || typing(event.target) || help?.open) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (act[event.key]) { event.preventDefault(); act[event.key](); return; }
    if (target) { event.preventDefault(); target.click(); return; }
    const told = new CustomEvent("youshi:key", { detail: event.key, cancelable: true });
    document.dispatchEvent(told);
  });

  document.querySelector("[data-toggles-menu]")?.addEventListener("click", (event) => {
    const open = document.getElementById("menu").classList.toggle("show");
    event.currentTarget.setAttribute("aria-expanded", String(open));
  });
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem("keys off", box.checked ? "1" : "0"));
  }
  const openMenus = () => document.querySelectorAll("details.who-menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-print]")) window.print();
  });

  // A paper that was given is printed: nobody presses twice for one sheet.
  const sheet = document.querySelector("[data-print-now]");
  if (sheet) {
    sheet.focus(); // the dialog may come before the page gives the focus itself
    window.addEventListener("load", () => window.print());
  }

  // What is folded away on the screen stands on paper.
  window.addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details[data-prints]")) one.open = true; });

  // The focus is never nowhere: what asks for it, the first field of the page's form, else the content.
  const chosen = (field) => (field?.type === "radio" && field.form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`)) || field;
  const fields = document.querySelectorAll("main form[novalidate] :is(input:not([type=hidden], [type=file]), textarea, select)");
  const field = chosen([...fields].find((one) => one.checkVisibility()));
  const asking = document.querySelector("[data-focus]");
  if (asking) asking.focus();
  else if (document.activeElement === document.body) (field || document.getElementById("main"))?.focus({ preventScroll: true });

  // Sentences are kept nowhere before they are sent, but for an intake's: the browser asks before they are left.
  const sentences = "form[method=post]:not([data-draft]):has(textarea)";
  const typed = new Set(document.querySelectorAll(`${sentences}:has(.help-bad)`));
  document.addEventListener("input", (event) => { const form = event.target.closest(sentences); if (form) typed.add(form); });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  window.addEventListener("beforeunload", (event) => { if ([...typed].some((form) => form.isConnected)) event.preventDefault(); });
})();
