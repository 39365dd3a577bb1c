// The queue by keyboard, beside the cursor over its rows: choosing, claiming. What comes meanwhile is told in a line that
// has its place already; pressed, the new rows stand on top, and the choice stays as it was.
(() => {
  const filter = document.querySelector("[data-filter]");
  filter?.addEventListener("change", () => {
    for (const field of filter.elements) field.disabled = !field.value;
    filter.requestSubmit();
  });
  const card = document.querySelector("[data-arrivals]");
  const table = document.querySelector("[data-queue]");
  const bar = document.querySelector(".bulk");
  const form = document.getElementById("bulk");
  const { all: rows, link, named, point, at } = window.youshi.rows;
  const box = (row) => row.querySelector("input[name=task]");

  // What a row takes: to be claimed, to be released; a head assigns both. Everybody's are reminded and printed.
  const can = {
    claim: (takes) => takes === "claim", release: (takes) => takes === "release",
    assign: Boolean, remind: () => true, print: () => true,
  };
  const count = () => {
    if (!bar) return;
    const chosen = rows().map(box).filter((one) => one?.checked);
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-chosen]").textContent = chosen.length;
    for (const button of bar.querySelectorAll("[data-does]")) {
      const able = chosen.filter((one) => can[button.dataset.does](one.dataset.takes)).length;
      button.querySelector("span").textContent = able;
      button.hidden = able === 0;
    }
  };

  // A row that is not one's own to take has no box.
  const choose = (row, on) => { if (box(row)) box(row).checked = on; count(); };
  const isAnyChosen = () => rows().some((row) => box(row)?.checked);

  const keys = {
    x: () => bar && at() && choose(at(), !box(at())?.checked),
    c: () => {
      if (!bar) return;
      if (at() && !isAnyChosen()) choose(at(), true);
      const claims = bar.querySelector("[data-does=claim]");
      if (claims && !claims.hidden) form.requestSubmit(claims);
    },
  };

  table?.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) rows().forEach((row) => choose(row, event.target.checked));
    count();
  });
  // What a cell cuts, or has no room for at all, it says in full under the mouse.
  table?.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("[data-row] td");
    if (!cell || cell.title) return;
    const parts = [cell, ...cell.querySelectorAll("div > :is(span, b, em)")];
    if (!parts.some((part) => part.scrollWidth > part.clientWidth && part.clientWidth || !part.checkVisibility())) return;
    cell.title = parts.length > 1 ? parts.slice(1).map((part) => part.textContent).join(" · ") : cell.textContent;
  });
  document.querySelector("[data-none]")?.addEventListener("click", () => rows().forEach((row) => choose(row, false)));
  document.addEventListener("youshi:key", (event) => keys[event.detail]?.());

  // -- what came meanwhile: asked once a minute, never behind another tab ------------------------------------------
  const came = card.querySelector("[data-came]");
  const say = ({ count, said, address }) => {
    if (!count) return came.replaceChildren();
    const line = came.querySelector("a") ?? document.createElement("a");
    const key = document.createElement("kbd");
    key.textContent = "r";
    line.href = address;
    line.dataset.key = "r";
    line.replaceChildren(said + " ", key);
    if (!line.parentNode) came.append(line);
  };
  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(card.dataset.arrivals, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    // Sent to sign in: nobody is here any more, and the next press says so.
    if (answer?.type === "opaqueredirect") clearInterval(asking);
    else if (answer?.ok) say(await answer.json());
  };
  const asking = setInterval(ask, 60_000);
  document.addEventListener("visibilitychange", ask);

  const read = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  };
  const headed = (words) => {
    const body = document.createElement("tbody");
    body.dataset.fresh = "";
    const head = body.insertRow();
    head.className = "group";
    const cell = head.insertCell();
    cell.colSpan = 9;
    cell.textContent = words;
    return body;
  };
  const show = async (address) => {
    const page = table && await read(address);
    const fresh = [...(page?.querySelectorAll("[data-row]") ?? [])];
    if (!fresh.length || page.querySelector("[rel=next]")) { location.assign(address); return; }
    const body = table.querySelector("[data-fresh]") ?? headed(table.dataset.new);
    for (const row of [...fresh].reverse()) {
      const known = named(link(row).textContent);
      if (known && box(row)) box(row).checked = box(known)?.checked;
      known?.remove();
      body.rows[0].after(row);
    }
    table.tHead.after(body);
    for (const empty of [...table.tBodies].filter((one) => !one.querySelector("[data-row]"))) empty.remove();
    document.querySelectorAll(".nav-tabs .count").forEach((one, at) => {
      one.textContent = page.querySelectorAll(".nav-tabs .count")[at].textContent;
    });
    card.dataset.arrivals = page.querySelector("[data-arrivals]").dataset.arrivals;
    say({ count: 0 });
    count();
    point(fresh[0]);
  };
  came.addEventListener("click", (event) => {
    event.preventDefault();
    show(event.target.closest("a").href);
  });

  count();
})();
