function reportedText(figure) {
  if (!figure.reported) return "未报";
  return figure.unread ? `“${figure.reported}”（读不出数）` : `${figure.reported} ${figure.unit}`;
}

// A confirmed figure: what is typed is checked by the kernel, what is wrong stands beside.

const ENTRY_FIELDS = [["value", "核定值", "text"], ["unit", "单位", "select"],
  ["reason", "理由", "text"], ["document", "依据文件", "text"], ["person", "核定人", "text"],
  ["day", "日期", "text"]];

class EntryForm {
  constructor(page) {
    this.page = page;
    this.inputs = {};
    this.notes = {};
    this.touched = new Set();
    this.item = h("select", { id: "in-item", onchange: () => this.turn() });
    this.year = h("select", { id: "in-year", onchange: () => this.check() });
    this.now = h("p", { class: "now" });
    const fields = ENTRY_FIELDS.map(([name, label, kind]) => this.field(name, label, kind));
    this.effect = h("div", { class: "effect", role: "status" });
    this.save = h("button", { type: "submit", class: "main" }, "保存核定值");
    this.node = h("form", { class: "scroll entry", role: "tabpanel", novalidate: true,
      "aria-label": "核定", onsubmit: (event) => this.submit(event) },
    h("div", { class: "fields" },
      h("div", { class: "field" }, h("label", { for: "in-item" }, "指标"), this.item),
      h("div", { class: "field" }, h("label", { for: "in-year" }, "年度"), this.year),
      h("div", { class: "field wide" }, this.now), ...fields),
    this.effect, h("div", { class: "acts" },
      h("span", { class: "dim" }, `八项都必填；保存到工作文件夹的 ${page.layout.table}，申报值不改`),
      this.save));
  }

  field(name, label, kind) {
    const id = `in-${name}`;
    const told = () => {
      this.touched.add(name);
      this.check();
    };
    const input = kind === "select" ? h("select", { id, onchange: told })
      : h("input", { id, type: kind, autocomplete: "off", required: true,
        placeholder: name === "day" ? "年-月-日，如 2026-03-15" : null,
        "aria-describedby": `${id}-note`, oninput: told, onblur: told });
    this.inputs[name] = input;
    this.notes[name] = h("span", { class: "note", id: `${id}-note` });
    return h("div", { class: "field" }, h("label", { for: id }, label), input, this.notes[name]);
  }

  get figure() {
    return this.one && this.one.figures.find((figure) => figure.column === this.item.value);
  }

  show(one) {
    const other = !this.one || this.one.number !== one.number;
    this.one = one;
    setChildren(this.item, JSON.stringify(one.figures.map((figure) => figure.column)), () =>
      one.figures.map((figure) => h("option", { value: figure.column },
        `${figure.section}.${figure.item} ${figure.label}`)));
    setChildren(this.year, JSON.stringify(one.years), () =>
      one.years.map((year) => h("option", { value: year }, year)));
    for (const node of [this.item, this.year, this.save, ...Object.values(this.inputs)]) {
      node.disabled = !one.figures.length;
    }
    if (other) this.turn();
    else this.told();
  }

  pick(column) {
    this.item.value = column;
    this.turn();
    this.inputs.value.focus();
  }

  // Another item, or another workbook: what is known of it stands in the fields.
  turn() {
    const figure = this.figure;
    this.touched.clear();
    setText(this.now, "");
    if (!figure) {
      this.show_({}, null, "不能评价的申报表不能核定。");
      return;
    }
    const known = figure.confirmed || { value: "", unit: figure.unit, reason: "", document: "",
      person: this.inputs.person.value, day: this.inputs.day.value };
    setChildren(this.inputs.unit, JSON.stringify(figure.units), () =>
      figure.units.map((unit) => h("option", { value: unit }, unit)));
    for (const [name] of ENTRY_FIELDS) this.inputs[name].value = known[name] || "";
    if (!this.inputs.unit.value) this.inputs.unit.value = figure.unit;
    this.told();
    this.show_({}, null, "");
  }

  told() {
    const figure = this.figure;
    if (!figure) return;
    const parts = ["申报值 " + reportedText(figure), figure.place, figure.confirmed ? `已核定 ${figure.confirmed.text} ${figure.unit}` : "",
      `达标值 ${figure.threshold}`, figure.state, figure.derivation];
    setText(this.now, parts.filter(Boolean).join(" · "));
  }

  record() {
    const typed = ENTRY_FIELDS.map(([name]) => [name, this.inputs[name].value.trim()]);
    return { applicant_id: this.one.id, item: this.item.value, year: this.year.value,
      ...Object.fromEntries(typed) };
  }

  check() {
    if (this.figure) this.page.link.send("check", { record: this.record() },
      { merge: true, passing: true });
  }

  submit(event) {
    event.preventDefault();
    if (!this.figure) return;
    ENTRY_FIELDS.forEach(([name]) => this.touched.add(name));
    this.page.link.send("confirm", { record: this.record() });
  }

  answered() {
    const entry = this.page.model.get("entry");
    if (!entry.record || entry === this.entry || !this.figure) return;
    this.entry = entry;
    const same = entry.record.item === this.item.value && entry.record.applicant_id === this.one.id;
    if (!same) return;
    this.show_(entry.wrong, entry.effect, entry.saved || "");
    const first = ENTRY_FIELDS.find(([name]) => entry.wrong[name]);
    if (entry.refused && first) this.inputs[first[0]].focus();
  }

  show_(wrong, effect, said) {
    for (const [name] of ENTRY_FIELDS) {
      const text = this.touched.has(name) ? wrong[name] || "" : "";
      setText(this.notes[name], text);
      this.inputs[name].setAttribute("aria-invalid", text ? "true" : "false");
    }
    setChildren(this.effect, JSON.stringify([effect, said]), () => [
      said ? h("p", { class: "saidhere" }, said) : null,
      effect ? h("p", {}, h("b", {}, said ? "保存前 → 保存后　" : "核定前 → 核定后　"), glued(effect.sentence))
        : null,
      effect ? h("table", { "aria-label": "核定前后" }, h("tbody", {}, h("tr", {},
        ...effect.rows.map((row) => h("th", { scope: "col" }, row.what))), h("tr", {},
        ...effect.rows.map((row) => h("td", { class: row.before === row.after ? "" : "moved" },
          ...(row.before === row.after ? [row.after] : [row.before + " →", h("br"), row.after])))))) : null,
    ].filter(Boolean));
  }
}
