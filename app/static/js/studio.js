// The Studio saves as it is typed: what was typed is sent, what stands, what is wrong and what another typed comes back.
(() => {
  const studio = document.querySelector("[data-studio]");
  if (!studio) return;
  const PAUSE = 700;
  const AGAIN = 5000;
  const panel = document.querySelector("[data-panel]");
  const said = document.querySelector("[data-said]");
  const form = () => studio.querySelector("[data-entry]");
  let timer = 0;
  let sending = false;
  let dirty = false;

  const field = (name) => form().querySelector(`[name="${CSS.escape(name)}"]`);

  const holder = (name) => {
    for (let at = name; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const found = form().querySelector(`[data-wrong="${CSS.escape(at)}"]`);
      if (found) return found;
    }
    return null;
  };

  // A place that is wrong marks the rows and the tab that it is in: closed or not shown, it can be found.
  const mark = () => {
    for (const old of form().querySelectorAll(".bad")) old.classList.remove("bad");
    for (const place of form().querySelectorAll("[data-wrong]:not([hidden])")) {
      for (let row = place.closest("[data-row]"); row; row = row.parentElement.closest("[data-row]")) row.classList.add("bad");
      const section = place.closest("[data-section]")?.dataset.section;
      if (section) form().querySelector(`[data-tab="${CSS.escape(section)}"]`).classList.add("bad");
    }
  };

  let problems = {};
  // What is still empty in the row that is being filled in is not held against it until it is left.
  const spared = (place, seen) => {
    if (seen.has(place)) return false;
    const row = document.activeElement.closest?.("[data-row]");
    const own = place.closest(".field")?.querySelector("input:not([type=hidden]), select, textarea");
    return Boolean(row?.contains(place) && own && !own.value);
  };

  const showProblems = () => {
    const seen = new Set(form().querySelectorAll("[data-wrong]:not([hidden])"));
    for (const old of form().querySelectorAll("[data-wrong]")) { old.hidden = true; old.closest(".field")?.classList.remove("field-bad"); }
    for (const [name, text] of Object.entries(problems)) {
      const place = holder(name);
      if (!place || spared(place, seen)) continue;
      place.textContent = text;
      place.hidden = false;
      place.closest(".field")?.classList.add("field-bad");
    }
    showTheirs();
    mark();
  };

  // What another typed at the same place stays to be read until the place is typed in again.
  let theirs = {};
  const showTheirs = () => {
    for (const [name, text] of Object.entries(theirs)) {
      const place = problems[name] ? null : holder(name);
      if (!place) continue;
      place.hidden = false;
      place.textContent = text;
    }
  };

  // What a condition does, in a sentence beside its rows; nothing while it cannot stand.
  const explain = (sentences) => {
    for (const place of form().querySelectorAll("[data-explains]")) {
      const words = sentences[place.dataset.explains] || "";
      place.querySelector("span").textContent = words;
      place.hidden = !words;
    }
  };

  const tell = (rows) => {
    for (const place of form().querySelectorAll("[data-note]")) {
      const [note, aside] = rows[place.dataset.note] || [place.textContent, ""];
      place.textContent = note;
      place.parentElement.querySelector("[data-aside]").textContent = aside;
    }
  };

  const refresh = (options) => {
    for (const chooser of form().querySelectorAll("select[data-options]")) {
      const listed = options[chooser.dataset.options];
      if (!listed) continue;
      const kept = chooser.value;
      chooser.replaceChildren(new Option("—", ""), ...listed.map(([value, text]) => new Option(text, value)));
      if (kept && !listed.some(([value]) => value === kept)) chooser.append(new Option(kept, kept));
      chooser.value = kept;
    }
  };

  const swap = (html) => {
    const focused = document.activeElement?.name;
    const opened = [...form().querySelectorAll("[data-open][aria-expanded=true]")].map((one) => one.textContent);
    const tab = studio.querySelector("[data-tab].active").dataset.tab;
    studio.innerHTML = html;
    studio.dispatchEvent(new CustomEvent("youshi:drawn"));
    window.youshiRows.show(tab);
    for (const one of studio.querySelectorAll("[data-open]")) if (opened.includes(one.textContent)) window.youshiRows.open(one.closest("[data-row]"), true);
    if (focused) field(focused)?.focus();
  };

  const take = (told) => {
    form().querySelector("[name=_mark]").value = told.mark;
    for (const [name, value] of Object.entries(told.filled)) { const place = field(name); if (place) place.value = value; }
    refresh(told.options);
    if (told.form && !dirty) swap(told.form);
    tell(told.rows);
    window.youshiQuestions.take(told.questions);
    problems = told.problems;
    for (const one of told.conflicts) theirs[one.name] = one.said;
    showProblems();
    if (!told.form) explain(told.explained);
    said.textContent = told.said;
    return look();
  };

  const send = async () => {
    if (sending || !studio.dataset.studio) return;
    sending = true;
    dirty = false;
    try {
      const answer = await fetch(studio.dataset.studio, { method: "POST", body: new FormData(form()) });
      if (!answer.ok) throw new Error(String(answer.status));
      await take(await answer.json());
    } catch {
      said.textContent = studio.dataset.error;
      dirty = true;
      timer = setTimeout(send, AGAIN);
    }
    sending = false;
    if (dirty) later();
    else studio.dataset.state = "kept";
  };

  const later = () => {
    dirty = true;
    studio.dataset.state = "typed";
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  // What is tried stands in two forms: the answers above the preview, and the one form itself.
  const tried = (body = new FormData()) => {
    for (const one of panel.querySelectorAll("form[data-tried]")) for (const [name, value] of new FormData(one)) body.append(name, value);
    body.set("csrf_token", form().querySelector("[name=csrf_token]").value);
    return body;
  };

  let view = "notice";
  const pane = () => {
    for (const one of panel.querySelectorAll("[data-pane]")) one.hidden = one.dataset.pane !== view;
    for (const one of panel.querySelectorAll("[data-view]")) one.classList.toggle("active", one.dataset.view === view);
  };

  const sign = (one) => {
    const finding = one.closest(".say")?.querySelector("b")?.textContent || one.closest("form")?.className || "";
    const box = ["radio", "checkbox"].includes(one.type) ? one.value : "";
    return [finding, one.tagName, one.name || one.id || one.textContent, box].join("|");
  };
  const signed = (place) => [...panel.querySelectorAll("a, button, input, textarea, select, summary, [tabindex]")].find((one) => sign(one) === place);

  const draw = (html) => {
    // What has the focus keeps it, and what is typed meanwhile stays: the panel comes anew beneath both.
    const focused = panel.contains(document.activeElement) ? sign(document.activeElement) : "";
    const typed = [...panel.querySelectorAll("input, textarea")].filter((one) => one.value !== one.defaultValue).map((one) => [sign(one), one.value]);
    panel.innerHTML = html;
    for (const [place, value] of typed) { const one = signed(place); if (one) one.value = value; }
    const publish = panel.querySelector("[data-publish-now]");
    document.querySelector("[data-publish]").innerHTML = publish.innerHTML;
    publish.remove();
    pane();
    window.youshiRows.tell(panel);
    if (focused) (signed(focused) || panel.querySelector("#check")).focus();
  };

  const look = async (pressed) => {
    const body = tried();
    if (pressed?.name) body.set(pressed.name, pressed.value);
    const answer = await fetch(studio.dataset.proof, { method: "POST", body });
    if (answer.ok) draw(await answer.text());
  };

  studio.addEventListener("input", (event) => { delete theirs[event.target.name]; later(); });
  studio.addEventListener("change", later);
  studio.addEventListener("youshi:changed", later);
  studio.addEventListener("youshi:drawn", mark);
  studio.addEventListener("focusout", () => setTimeout(showProblems));
  studio.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  panel.addEventListener("change", (event) => {
    if (event.target.closest("[data-tried]")) look();
    if (event.target.closest("[data-reason]")) event.target.form.requestSubmit();
  });
  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!event.target.matches("[data-reason]")) { look(event.submitter); return; }
    const answer = await fetch(event.target.action, { method: "POST", body: tried(new FormData(event.target)) });
    if (answer.ok) draw(await answer.text());
  });
  panel.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-view]");
    if (tab) { event.preventDefault(); view = tab.dataset.view; pane(); }
    if (event.target.closest("[data-first-wrong]")) { event.preventDefault(); mend(); }
    const goto = event.target.closest("[data-goto]");
    if (goto) { event.preventDefault(); reach(goto.dataset.goto, goto.dataset.gotoTab); }
  });

  const mend = () => {
    showProblems();
    const place = form().querySelector("[data-wrong]:not([hidden])");
    if (!place) return;
    window.youshiRows.show(place.closest("[data-section]").dataset.section);
    for (let row = place.closest("[data-row]"); row; row = row.parentElement.closest("[data-row]")) window.youshiRows.open(row, true);
    place.scrollIntoView({ block: "center" });
    (place.closest(".field, [data-list], [data-row]") || form()).querySelector("input:not([type=hidden]), select, textarea, [data-add]")?.focus();
  };

  // A finding hangs on the key of a part or a paper: open the row that names it, else the tab that puts it right.
  const reach = (where, tab) => {
    const keys = where.split(" ");
    const found = [...form().querySelectorAll("input[type=hidden]")].find((one) => keys.includes(one.value) && one.closest("[data-row]"));
    const row = found?.closest("[data-row]");
    if (!row) {
      const chosen = studio.querySelector(`[data-tab="${CSS.escape(tab)}"]`) || studio.querySelector("[data-tab]");
      window.youshiRows.show(chosen.dataset.tab);
      studio.querySelector("[data-section]:not([hidden])")?.querySelector("select, input:not([type=hidden]), button")?.focus();
      return;
    }
    window.youshiRows.show(row.closest("[data-section]").dataset.section);
    window.youshiRows.open(row, true);
    row.scrollIntoView({ block: "center" });
    row.querySelector("[data-open], select, input:not([type=hidden])")?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "F9") return;
    event.preventDefault();
    document.getElementById("check")?.focus();
    document.getElementById("check")?.scrollIntoView({ block: "start" });
    look();
  });
  window.addEventListener("beforeunload", (event) => { if (dirty || sending) event.preventDefault(); });
  // Paper cannot be unfolded: what is folded on the screen is printed open.
  window.addEventListener("beforeprint", () => { for (const one of panel.querySelectorAll("details")) one.open = true; });
  document.querySelector("[data-publish-now]")?.remove();
  for (const place of form().querySelectorAll("[data-wrong]:not([hidden])")) problems[place.dataset.wrong] = place.textContent;
  mark();
  pane();
  window.youshiRows.tell(panel);
})();
