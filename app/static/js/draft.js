// An intake saved as it is typed: half a second after the last key, and when the page goes away.
// Where the server is away the typing is kept in this browser and sent when it is back.
(() => {
  const form = document.querySelector("form[data-draft]");
  const said = document.querySelector("[data-saved]");
  // Ctrl+Enter goes on: the step's forward button or link.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const go = [...document.querySelectorAll("[data-forward]")].find((way) => !way.hidden);
    if (go?.form) go.form.requestSubmit(go); else go?.click();
  });
  if (!form) return;
  const address = form.dataset.draft;
  const kept = "draft " + address;
  let timer = 0;
  let pending = false;

  // Files are sent when they are chosen; saving what is typed leaves them alone.
  const body = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const say = (words) => { if (said && words) said.textContent = words; };

  // The fields that were left since: of each the server also says what is wrong, however fast the next is typed.
  const left = new Map();
  const tell = (field, words) => {
    const box = field.closest("[data-field]");
    if (!box) return;
    box.querySelector(":scope > [data-bad]")?.remove();
    box.classList.toggle("field-bad", Boolean(words));
    if (!words) return;
    const said = Object.assign(document.createElement("p"), { className: "help-bad mb-0", textContent: words });
    said.dataset.bad = "";
    said.setAttribute("role", "status");
    box.append(said);
  };

  const save = async (alive = false) => {
    if (!pending) return;
    pending = false;
    const data = body();
    const asked = [...left.values()];
    left.clear();
    try {
      const headers = asked.length ? { "X-Left": asked.map((field) => field.name).join(" ") } : {};
      const answer = await fetch(address, { method: "POST", body: data, headers, keepalive: alive, credentials: "same-origin" });
      // Two pages wrote into one field: the step itself, when one goes on, shows both.
      if (answer.status === 409) { say(said?.dataset.both); return; }
      // A dead session is answered by the sign-in page: that is no acknowledgement.
      if (answer.status !== 204 && !answer.headers.has("X-Draft-Version")) throw new Error(String(answer.status));
      const wrong = answer.status === 200 ? (await answer.json()).say : {};
      for (const field of asked) tell(field, wrong[field.name]);
      form.elements.version.value = answer.headers.get("X-Draft-Version") || form.elements.version.value;
      localStorage.removeItem(kept);
      say(said?.dataset.done);
    } catch {
      localStorage.setItem(kept, data.toString());
      for (const field of asked) left.set(field.name, field);
      pending = true;
      clearTimeout(timer);
      timer = setTimeout(save, 10000);
      say(said?.dataset.away);
    }
  };

  const later = () => { pending = true; clearTimeout(timer); timer = setTimeout(save, 500); };

  const restore = () => {
    const left = localStorage.getItem(kept);
    if (!left) return;
    // What was kept is newer than what the page came with; its version tells whether somebody wrote meanwhile.
    const typed = new URLSearchParams(left);
    for (const field of form.elements) {
      if (!field.name || field.name === "csrf_token" || field.matches("button")) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = typed.getAll(field.name).includes(field.value);
      else if (typed.has(field.name)) field.value = typed.get(field.name);
    }
    window.youshi?.weigh?.();
    later();
  };

  // Documents: ticking a whole paper ticks its points; the row says by itself whether it is received.
  const lines = [...form.querySelectorAll("[data-line]")];
  const points = (line) => [...line.querySelectorAll(".points input")];
  const weigh = () => {
    let came = 0;
    for (const line of lines) {
      const all = points(line);
      const on = all.filter((point) => point.checked).length;
      line.querySelector("[data-whole]").checked = on === all.length;
      came += on === all.length ? 1 : 0;
    }
    return came;
  };

  form.addEventListener("input", later);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-whole]")) points(event.target.closest("[data-line]")).forEach((point) => { point.checked = event.target.checked; });
    if (form.matches("[data-live]")) { later(); refresh(); }
    const field = event.target.closest(".field-bad");
    if (field) { field.classList.remove("field-bad"); field.querySelector("[data-bad]")?.remove(); }
    if (event.target.matches("input:not([type=checkbox], [type=radio], [type=file]), textarea")) left.set(event.target.name, event.target);
    if (lines.length) {
      weigh();
      if (event.target.closest("[data-line]")) { later(); refresh(); }
    } else later();
  });

  // What follows from a change (the foot, the outline beside) is the server's word: fetched again.
  let asking = 0;
  // Whoever has gone on to the foot meanwhile finds what they typed there, and the button they stood on or the one in its place.
  const exchange = (old, fresh) => {
    const held = document.activeElement;
    const inside = old.contains(held);
    for (const field of old.querySelectorAll("input")) fresh.querySelector(`input[name="${field.name}"]`)?.replaceWith(field);
    old.replaceWith(fresh);
    if (!inside) return;
    const ways = [...fresh.querySelectorAll("a, button, input")].filter((way) => way.offsetParent);
    (ways.find((way) => way.name === held.name && way.textContent === held.textContent) || ways.at(-1))?.focus();
  };
  const refresh = () => {
    clearTimeout(asking);
    asking = setTimeout(async () => {
      pending = true;
      await save();
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const aside = document.querySelector("[data-aside]");
      if (aside) { aside.replaceWith(page.querySelector("[data-aside]")); return; }
      exchange(form.querySelector(".foot"), page.querySelector("form[data-documents] .foot"));
      page.querySelectorAll("[data-result]").forEach((cell, at) => form.querySelectorAll("[data-result]")[at]?.replaceChildren(...cell.childNodes));
    }, 300);
  };

  // Digits answer the first question that has no answer yet; in the one form, where the focus is.
  document.addEventListener("youshi:key", (event) => {
    const number = Number(event.detail);
    if (!number) return;
    const open = [...form.querySelectorAll("[data-question]")].find((question) => !question.querySelector("input:checked"))
      || document.activeElement.closest("input[type=radio]")?.closest(".row-line");
    const option = open?.querySelectorAll("input[type=radio]")[number - 1];
    if (option) { option.focus(); option.click(); }
  });

  addEventListener("pagehide", () => save(true));
  restore();
})();
