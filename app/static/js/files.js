// Files: chosen, dragged onto their place, pasted there or handed over by the camera; each is sent at once with all that
// is typed, and the server's answer draws the place anew. Without script the same field and button post the form.
(() => {
  window.youshi = window.youshi || {};
  const boxOf = (one) => one?.closest("[data-files]") || one?.closest("[data-drop], [data-field]")?.querySelector("[data-files]");
  const field = (page, name) => page.querySelector(`[data-field="${CSS.escape(name)}"]`);

  // The native field stays for the keyboard's sake of those without script; here one button opens it.
  const dress = (root) => {
    for (const ways of root.querySelectorAll("[data-ways]")) {
      ways.querySelector("input[type=file]").hidden = true;
      const words = ways.querySelector("[data-words]");
      words.textContent = words.dataset.words;
    }
    document.dispatchEvent(new CustomEvent("youshi:files"));
  };

  const refuse = (box, words) => {
    const place = box.closest("[data-field]");
    place.querySelector("[data-bad]")?.remove();
    const said = Object.assign(document.createElement("p"), { className: "help-bad mb-0", textContent: words });
    said.dataset.bad = "";
    said.setAttribute("role", "alert");
    place.append(said);
    place.classList.add("field-bad");
  };

  const redraw = (page, name) => {
    const [old, fresh] = [field(document, name), field(page, name)];
    if (!old || !fresh) return false;
    const [mark, said] = [old, fresh].map((one) => one.closest("tr")?.querySelector("[data-result]"));
    if (mark && said) mark.replaceChildren(...said.childNodes);
    old.replaceWith(fresh);
    dress(fresh.parentElement);
    const version = page.querySelector("form[data-draft] input[name=version]");
    const mine = document.querySelector("form[data-draft]")?.elements.version;
    if (version && mine) mine.value = version.value;
    return true;
  };

  const post = async (box, part, files) => {
    const form = box.closest("form");
    const name = box.dataset.files;
    const data = new FormData(form);
    for (const [key, value] of [...data]) if (typeof value !== "string") data.delete(key);
    data.set("part", part);
    files.forEach((file) => data.append(`${name}-add`, file));
    try {
      const answer = await fetch(box.querySelector("[formaction]").formAction, { method: "POST", body: data, credentials: "same-origin" });
      if (redraw(new DOMParser().parseFromString(await answer.text(), "text/html"), name)) return true;
    } catch { /* said below */ }
    refuse(box, document.querySelector("[data-saved]")?.dataset.away || box.dataset.away || "");
    return false;
  };

  // One by one: together they would soon be more than a request may carry, and one that is refused keeps no other back.
  const send = async (box, files) => {
    const name = box.dataset.files;
    const refused = [];
    for (const file of files) {
      const here = field(document, name).querySelector("[data-files]");
      if (file.size > Number(here.dataset.largest)) { refused.push(`${file.name}: ${here.dataset.tooLarge}`); continue; }
      here.setAttribute("aria-busy", "true");
      await post(here, `file:${name}`, [file]);
      const bad = field(document, name).querySelector("[data-bad]");
      if (bad?.textContent) refused.push(bad.textContent);
    }
    const now = field(document, name);
    const box2 = now.querySelector("[data-files]");
    box2.removeAttribute("aria-busy");
    if (refused.length) refuse(box2, refused.join(" "));
    return !refused.length;
  };
  window.youshi.files = { send, boxOf };

  document.addEventListener("change", (event) => {
    const input = event.target.closest("[data-files] input[type=file]");
    if (!input) return;
    const files = [...input.files];
    input.value = "";
    send(boxOf(input), files);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-files] button[name=part]");
    if (!button) return;
    event.preventDefault();
    const box = boxOf(button);
    if (button.matches("[data-upload]")) box.querySelector("input[type=file]").click();
    else post(box, button.value, []);
  });

  // -- dragged: the whole row of a paper takes it, and shows that it does
  const takes = (event) => {
    const place = event.target.closest?.("[data-drop], [data-files]");
    const box = place && boxOf(place.matches("[data-files]") ? place : place.querySelector("[data-files]"));
    return box?.querySelector("input[type=file]") ? { place, box } : null;
  };
  let over = null;
  const mark = (place) => { over?.classList.remove("drop-here"); over = place; over?.classList.add("drop-here"); };
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // dropped beside a place, it would be opened instead of the page and what is typed
    const found = takes(event);
    event.dataTransfer.dropEffect = found ? "copy" : "none";
    mark(found?.place || null);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const found = takes(event);
    mark(null);
    if (found) send(found.box, [...event.dataTransfer.files]);
  });

  // -- pasted: where the keyboard stands, else where the mouse is
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    const at = [document.activeElement, ...document.querySelectorAll("[data-drop]:hover, [data-files]:hover")];
    const found = at.map((target) => takes({ target })).find(Boolean);
    if (!found) return;
    event.preventDefault();
    send(found.box, files);
  });

  // -- looked at: pictures were drawn anew when they came, so they are shown; all else is downloaded
  const viewer = document.querySelector("[data-viewer]");
  let pictures = [];
  let at = 0;
  const show = () => {
    const link = pictures[at];
    const name = link.querySelector("span").textContent;
    Object.assign(viewer.querySelector("[data-shown]"), { src: link.href, alt: name });
    viewer.querySelector("[data-of]").textContent = name;
    viewer.querySelector("[data-save]").href = link.href;
    viewer.querySelectorAll("[data-step]").forEach((button) => { button.hidden = pictures.length < 2; });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-picture]");
    if (!viewer || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    pictures = [...link.closest(".files").querySelectorAll("a[data-picture]")];
    at = pictures.indexOf(link);
    viewer.showModal();
    show();
  });
  viewer?.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) { at = (at + Number(step.dataset.step) + pictures.length) % pictures.length; show(); }
    if (event.target.closest("[data-close]")) viewer.close();
  });
  viewer?.addEventListener("close", () => { viewer.querySelector("[data-shown]").removeAttribute("src"); });

  dress(document);
})();
