(() => {
  const part = document.querySelector(".run.matrix");
  const line = part.querySelector(".line");
  const legend = line.textContent;
  const rows = [...part.querySelectorAll("tr[data-say]")];
  const say = (row) => {
    line.textContent = row ? row.dataset.say : legend;
    line.classList.toggle("on", Boolean(row));
  };
  const rowOf = (event) => event.target.closest("tr[data-say]");
  let focused = null;
  part.addEventListener("mouseover", (event) => say(rowOf(event) || focused));
  part.addEventListener("mouseleave", () => say(focused));
  part.addEventListener("focusin", (event) => say((focused = rowOf(event))));
  part.addEventListener("focusout", () => say((focused = null)));
  part.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = step && rowOf(event);
    if (!row) return;
    const shown = rows.filter((other) => !other.hidden);
    const next = shown[shown.indexOf(row) + step];
    if (next) {
      event.preventDefault();
      next.querySelector("a").focus();
    }
  });
  const filter = part.querySelector(".filter");
  if (!filter) return;
  filter.hidden = false;
  const [search, choice] = [filter.querySelector("input"), filter.querySelector("select")];
  const buttons = [...filter.querySelectorAll("button")];
  let verdict = "";
  const apply = () => {
    const words = search.value.trim();
    const industry = choice ? choice.value : "";
    let shown = 0;
    for (const row of rows) {
      const fits =
        (!words || row.dataset.n.includes(words)) &&
        (!industry || row.dataset.i === industry) &&
        (!verdict || row.dataset.v === verdict || (verdict === "low" && "low" in row.dataset));
      row.hidden = !fits;
      shown += fits;
    }
    for (const body of part.querySelectorAll("tbody")) {
      body.hidden = !body.querySelector("tr[data-say]:not([hidden])");
    }
    filter.querySelector("output").textContent = `显示 ${shown} 家`;
  };
  search.addEventListener("input", apply);
  if (choice) choice.addEventListener("change", apply);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      verdict = button.dataset.v;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      apply();
    });
  }
})();
