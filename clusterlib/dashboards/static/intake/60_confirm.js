// Confirmed figures beside the reported ones: choose a line, fill in all fields, see the effect.

const TRY_AFTER_MS = 250;

class Confirm {
  constructor(page) {
    this.page = page;
    this.column = "";
    this.drafts = {};
    this.remembered = { person: "", document: "", day: "" };
    this.table = h("div", { class: "scroll figures", role: "region", tabindex: "0",
      "aria-label": "申报值与核定值" });
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.form = this.build();
    this.node = h("div", { class: "pane two" }, this.table, this.form);
  }

  build() {
    this.title = h("h3", {});
    this.reported = h("p", { class: "reported" });
    this.fields = {};
    const rows = this.page.layout.fields.map(({ id, label }) => {
      const note = h("span", { class: "bad", id: `ci-note-${id}` });
      const props = { name: id, id: `ci-${id}`, autocomplete: "off", required: true,
        "aria-describedby": `ci-note-${id}`, oninput: () => this.typed() };
      const input = id === "unit" ? h("select", props) : h("input", { type: "text", ...props });
      if (id === "day") input.placeholder = "年-月-日";
      this.fields[id] = { input, note };
      return h("div", { class: `field ${id}` }, h("label", { for: `ci-${id}` }, label), input, note);
    });
    this.effect = h("div", { class: "effect", "aria-live": "polite" });
    this.save = h("button", { type: "submit", class: "main" }, "保存核定值");
    this.saved = h("p", { class: "dim" }, this.page.layout.saved);
    return h("form", { class: "entry", "aria-label": "核定", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.confirm();
    } }, this.title, this.reported, h("div", { class: "fields" }, ...rows), this.effect,
    h("div", { class: "acts" }, this.save), this.saved);
  }

  get book() {
    return this.page.view.workbook;
  }

  get figure() {
    return this.book && this.book.figures.find((figure) => figure.column === this.column);
  }

  get draftKey() {
    return `${this.book.applicant}|${this.book.year}|${this.column}`;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches("button")) return;
    event.preventDefault();
    const buttons = [...this.table.querySelectorAll("button")];
    const next = buttons[buttons.indexOf(event.target) + step];
    if (next) next.focus();
  }

  choose(column) {
    this.column = column;
    this.marksSeen = false;
    this.fill();
    this.show();
    this.fields.value.input.focus();
    this.fields.value.input.select();
    this.attempt();
  }

  fill() {
    const figure = this.figure;
    const units = this.fields.unit.input;
    units.replaceChildren(...figure.units.map((unit) => h("option", { value: unit }, unit)));
    const kept = this.drafts[this.draftKey] || {};
    const known = figure.confirmed || {};
    const first = { value: known.value || "", unit: known.unit || figure.unit,
      reason: known.reason || "", document: known.document || this.remembered.document,
      person: known.person || this.remembered.person,
      day: known.day || this.remembered.day || this.page.view.today };
    for (const [id, { input }] of Object.entries(this.fields)) {
      input.value = kept[id] === undefined ? first[id] : kept[id];
    }
  }

  values() {
    return Object.fromEntries(Object.entries(this.fields).map(([id, { input }]) => [id, input.value]));
  }

  record() {
    return { applicant_id: this.book.applicant, item: this.figure.label, year: this.book.year,
      ...this.values() };
  }

  typed() {
    this.drafts[this.draftKey] = this.values();
    this.entry = null;
    this.save.disabled = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.attempt(), TRY_AFTER_MS);
  }

  attempt() {
    if (this.figure && this.fields.value.input.value.trim()) {
      this.page.link.send("try", { record: this.record() }, { merge: true, passing: true });
    } else this.mark({ wrong: {}, effect: null });
  }

  confirm() {
    if (!this.figure) return;
    clearTimeout(this.timer);
    this.marksSeen = true;
    const { document: paper, person, day } = this.values();
    this.remembered = { document: paper, person, day };
    this.page.say("", "正在保存……");
    this.page.link.send("confirm", { record: this.record(), who: this.book.name,
      label: this.figure.label });
  }

  show() {
    const book = this.book;
    const figures = book ? book.figures : [];
    this.node.hidden = !figures.length;
    if (!figures.length) return;
    if (this.shownFor !== book.n) {
      this.shownFor = book.n;
      this.column = "";
    }
    const focused = this.table.contains(document.activeElement)
      ? document.activeElement.dataset.column : "";
    setChildren(this.table, JSON.stringify([figures, this.column, book.tier]), () =>
      [figureTable(book, this.column, (column) => this.choose(column))]);
    const again = focused && this.table.querySelector(`[data-column="${focused}"]`);
    if (again) again.focus();
    this.showForm();
  }

  showForm() {
    const figure = this.figure;
    setText(this.title, figure ? `核定：${figure.label}` : "核定");
    setText(this.reported, figure
      ? `${this.book.year} 年申报值 ${figure.reported || "没有填"}${figure.reported ? ` ${figure.unit}` : ""}`
        + `（${figure.place || "表中没有"}${figure.derivation ? `，${figure.derivation}` : ""}），原样保留。`
      : "请在左表选一个指标。申报值原样保留，评价采用核定值。");
    this.form.classList.toggle("idle", !figure);
    for (const { input } of Object.values(this.fields)) input.disabled = !figure;
    if (!figure) {
      for (const { input } of Object.values(this.fields)) input.value = "";
      this.effect.replaceChildren();
      this.mark({ wrong: {}, effect: null });
    }
    this.save.disabled = !figure;
    const entry = this.page.model.get("entry");
    if (figure && entry.column === figure.label && entry.applicant === this.book.applicant) {
      if (entry.saved && entry !== this.entry) delete this.drafts[this.draftKey];
      this.entry = entry;
      this.mark(entry);
    }
  }

  // Blank fields are marked once somebody has tried to save, wrong ones at once.
  mark(entry) {
    const key = JSON.stringify([entry.wrong, entry.effect, entry.saved, this.marksSeen, this.column]);
    if (this.marked === key) return;
    this.marked = key;
    let first = null;
    for (const [id, { input, note }] of Object.entries(this.fields)) {
      const wrong = entry.wrong[id] || "";
      const shown = wrong === "必填" && !this.marksSeen ? "" : wrong;
      setText(note, shown);
      input.setAttribute("aria-invalid", shown ? "true" : "false");
      if (shown && !first) first = input;
    }
    if (first && this.marksSeen && this.page.link.flying
      && this.page.link.flying.do === "confirm") first.focus();
    const effect = entry.effect;
    this.effect.replaceChildren(...(effect ? [effectTable(effect, entry.saved)] : []));
  }
}

function figureTable(book, column, choose) {
  const heads = ["项", "指标", "单位", "申报值", "核定值", `${book.tier}达标值`, "现状"];
  const rows = book.figures.map((figure) => {
    const on = figure.column === column;
    return h("tr", { class: on ? "on" : null, onclick: (event) => {
      if (!event.target.closest("button")) choose(figure.column);
    } },
    h("td", { class: "dim" }, `${figure.section}${figure.item}`),
    h("th", { scope: "row" }, h("button", { type: "button", class: "link", "data-column": figure.column,
      "aria-current": on ? "true" : null, onclick: () => choose(figure.column) }, figure.label)),
    h("td", { class: "dim" }, figure.unit),
    h("td", { class: figure.reported ? "r" : "r bad" }, figure.reported || "缺"),
    h("td", { class: "r" }, figure.confirmed ? h("b", { class: "new" }, figure.confirmed.text) : "—"),
    h("td", { class: "r dim" }, figure.threshold),
    h("td", { class: figure.state === "缺" ? "bad" : null }, figure.state));
  });
  return h("table", { class: "list" }, h("caption", { class: "unseen" }, "申报值与核定值"),
    h("colgroup", {}, ...["no", "label", "unit", "figure", "figure", "figure", "state"].map((name) =>
      h("col", { class: name }))),
    h("thead", {}, h("tr", {}, ...heads.map((text, at) =>
      h("th", { scope: "col", class: [3, 4, 5].includes(at) ? "r" : null }, text)))),
    h("tbody", {}, ...rows));
}

function effectTable(effect, saved) {
  return h("div", {}, h("b", {}, (saved ? "已保存。" : "保存后：") + effect.sentence),
    h("table", {}, h("caption", { class: "unseen" }, "对结论的影响"),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, "保存前"),
        h("th", { scope: "col" }, "保存后"))),
      h("tbody", {}, ...effect.rows.map((row) => h("tr", { class: row.before === row.after ? null : "turned" },
        h("th", { scope: "row" }, row.what), h("td", {}, row.before), h("td", {}, row.after))))));
}
