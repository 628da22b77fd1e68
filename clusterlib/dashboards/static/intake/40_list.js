// The column of workbooks: where files are dropped, and who has been received.

const VERDICT_PATHS = {
  pass: '<circle cx="5" cy="5" r="4" fill="#0F5C8C" stroke="#0F5C8C"/>',
  open: '<circle cx="5" cy="5" r="4" fill="#fff" stroke="#0F5C8C"/><path d="M5 1a4 4 0 0 0 0 8z" fill="#0F5C8C"/>',
  fail: '<circle cx="5" cy="5" r="4" fill="#fff" stroke="#56606B"/>',
};

// The word says it; the shape repeats it.
function verdictMark(id) {
  const node = svg("svg", { viewBox: "0 0 10 10", class: "vm", "aria-hidden": "true" });
  node.innerHTML = VERDICT_PATHS[id] || "";
  return node;
}

class List {
  constructor(page) {
    this.page = page;
    const parts = page.parts;
    this.input = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1",
      accept: page.layout.endings.join(","), "aria-hidden": "true", onchange: () => {
        page.uploads.add([...this.input.files]);
        this.input.value = "";
      } });
    parts.pick = h("button", { type: "button", class: "main", onclick: () => this.input.click() },
      "选择申报表…");
    parts.progress = h("p", { class: "progress", role: "status" });
    parts.refused = h("div", { class: "refused", role: "alert", hidden: true });
    this.rows = h("ul", { class: "rows", "aria-label": "收到的申报表" });
    this.title = h("h2", {});
    this.empty = h("p", { class: "dim none" }, "还没有收到申报表。");
    this.node = h("section", { class: "ileft", "aria-label": "收申报表" },
      h("div", { class: "drop" }, h("p", {}, "把申报表拖到本页任何地方，或"), parts.pick, this.input,
        h("p", { class: "dim" }, page.layout.limits)),
      parts.progress, parts.refused, this.title,
      h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "收到的申报表" },
        this.empty, this.rows));
    this.rows.addEventListener("keydown", (event) => this.key(event));
    this.drops(page.root);
  }

  drops(root) {
    const over = (on) => root.classList.toggle("over", on);
    root.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    root.addEventListener("dragleave", (event) => {
      if (!root.contains(event.relatedTarget)) over(false);
    });
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      this.page.uploads.add([...event.dataTransfer.files]);
    });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.rows.querySelectorAll("button")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) {
      next.focus();
      next.click();
    }
  }

  show() {
    const { list, selected } = this.page.view;
    setText(this.title, `收到 ${list.length} 份`);
    this.empty.hidden = list.length > 0;
    const focused = this.rows.contains(document.activeElement)
      ? document.activeElement.dataset.n : "";
    setChildren(this.rows, JSON.stringify([list, selected]), () => list.map((row) =>
      h("li", {}, this.row(row, row.n === selected))));
    const again = focused && this.rows.querySelector(`[data-n="${focused}"]`);
    if (again) again.focus();
  }

  row(row, on) {
    const issues = [];
    if (row.errors) issues.push(h("b", { class: "bad" }, `须改正 ${row.errors}`));
    if (row.warnings) issues.push(h("span", {}, `请核对 ${row.warnings}`));
    if (!issues.length) issues.push(h("span", {}, "没有问题"));
    return h("button", { type: "button", class: on ? "row on" : "row", "data-n": row.n,
      "aria-current": on ? "true" : null, title: row.file,
      onclick: () => this.page.select(row.n) },
    h("span", { class: "who" }, row.name), h("span", { class: "tier" }, row.tier),
    h("span", { class: "issues" }, ...issues),
    h("span", { class: "verdict" }, row.verdict ? verdictMark(row.verdict) : null,
      row.word || h("b", { class: "bad" }, row.note)));
  }
}
