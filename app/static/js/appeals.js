// The class that is chosen says which texts are demanded; a number that is typed is looked up at once.
(() => {
  const form = document.querySelector("[data-appeal]");
  if (!form) return;
  const texts = [...form.querySelectorAll("div[data-texts]")];
  const demand = () => {
    const chosen = form.querySelector("input[name=code]:checked");
    const wanted = new Set((chosen?.dataset.texts || "").split(" ").filter(Boolean));
    // Without a class nothing is hidden: it may all be filled in, in any order.
    for (const box of texts) box.parentElement.hidden = Boolean(chosen) && !wanted.has(box.dataset.texts) && !box.querySelector("input, select, textarea").value;
  };
  form.addEventListener("change", demand);
  demand();

  const place = form.querySelector("[data-found]");
  const asked = [...form.querySelectorAll("[data-known]")];
  let timer = 0;
  const look = async () => {
    const query = new URLSearchParams(asked.filter((field) => field.value.trim()).map((field) => [field.dataset.known, field.value.trim()]));
    // The tick with which a second one is registered stays where the server put it.
    if (place.querySelector("[name=again]")) return;
    const answer = query.toString() ? await fetch(`${form.dataset.knownAt}?${query}`, { credentials: "same-origin" }) : null;
    if (answer && !answer.ok) return;
    const page = new DOMParser().parseFromString(answer ? await answer.text() : "", "text/html");
    place.replaceChildren(...page.body.childNodes);
  };
  for (const field of asked) field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 300); });
})();
