// Entering an event, or correcting one: what it would change stands there before it is saved.

class Entry {
  constructor(page) {
    this.page = page;
    this.number = 0;
    this.typed = {};
    this.node = h("dialog", { class: "entry", "aria-label": "记一笔",
      onclose: () => this.node.replaceChildren() });
  }

  // The kernel gives the event to correct as it stands, or an id for a new title.
  begin(title, event) {
    this.page.link.send("correct", { title, event }, { passing: true });
  }

  open(told) {
    this.typed = { kind: "", date: "", ...told.typed };
    this.fresh = told.new;
    this.correcting = Boolean(this.typed.corrects);
    this.inputs = {};
    this.told = null;
    const { forms } = this.page.layout;
    this.kind = h("select", { id: "en-kind", onchange: () => this.turn() },
      h("option", { value: "" }, this.correcting ? "（撤去，不代以任何事件）" : "请选择"),
      ...forms.kinds.map(([value, term]) => h("option", { value }, term)));
    this.kind.value = this.typed.kind || "";
    this.fields = h("div", { class: "fields" });
    this.effect = h("div", { class: "effect", role: "status" });
    this.save = h("button", { type: "submit", class: "main" }, this.correcting ? "更正" : "记入台账");
    this.list = h("datalist", { id: "en-titles" }, ...Object.entries(told.titles).map(
      ([title, name]) => h("option", { value: title }, name)));
    this.node.replaceChildren(h("form", { novalidate: true, onsubmit: (event) => this.submit(event) },
      h("h2", {}, this.correcting ? `更正 ${this.typed.corrects}` : "记一笔"),
      h("div", { class: "body scroll" }, this.list, this.fields), this.effect,
      h("div", { class: "acts" }, h("span", { class: "dim grow" }, this.correcting
        ? "原条划去仍在，新的一条代替它" : "只增不改；记错了另作更正"),
      h("button", { type: "button", onclick: () => this.node.close() }, "取消"), this.save)));
    this.turn();
    this.node.showModal();
    (this.typed.title_id ? this.kind : this.inputs.title_id).focus();
  }

  columns() {
    const { fields, forms } = this.page.layout;
    const own = fields[this.kind.value] || [];
    const held = Object.keys(this.typed).filter((name) => this.typed[name]
      && forms.labels[name] && !["title_id", "kind", "date", "corrects"].includes(name)
      && !own.includes(name) && !forms.ends.includes(name) && this.correcting && this.kind.value
      && !["reason"].includes(name));
    const ends = this.correcting && !this.kind.value ? ["person"] : forms.ends;
    return [...own, ...held, ...(this.correcting ? ["reason"] : []), ...ends];
  }

  // Another kind asks for other columns; what was typed stays where it still belongs.
  turn() {
    this.keep();
    this.inputs = {};
    const kindField = h("div", { class: "field" }, h("label", { for: "en-kind" }, "事件"), this.kind);
    const gone = this.correcting && !this.kind.value;
    this.fields.replaceChildren(this.field("title_id"), kindField,
      ...(gone ? [] : [this.field("date")]), ...this.columns().map((name) => this.field(name)));
    this.kind.focus();
    this.check();
  }

  field(name) {
    const { forms } = this.page.layout;
    const id = `en-${name}`;
    const chosen = name === "tier" ? forms.tiers.map((term) => [term, term])
      : name === "result" ? forms.results[this.kind.value] || [] : forms.choices[name];
    const input = chosen ? h("select", { id, onchange: () => this.check() },
      h("option", { value: "" }, ""), ...chosen.map(([value, term]) => h("option", { value }, term)))
      : h("input", { id, type: "text", autocomplete: "off", oninput: () => this.check(),
        list: name === "title_id" || name === "replaces" ? "en-titles" : null,
        placeholder: name === "date" ? "2023-09-05、2023-09 或 2023"
          : name === "title_id" ? `新称号可用 ${this.fresh}` : null,
        readonly: name === "title_id" && this.correcting });
    input.value = this.typed[name] || "";
    if (chosen && this.typed[name] && input.value !== this.typed[name]) {
      input.append(h("option", { value: this.typed[name] }, this.typed[name]));
      input.value = this.typed[name];
    }
    this.inputs[name] = input;
    return h("div", { class: "field" }, h("label", { for: id }, forms.labels[name]), input);
  }

  keep() {
    for (const [name, input] of Object.entries(this.inputs)) this.typed[name] = input.value.trim();
    this.typed.kind = this.kind.value;
  }

  record() {
    this.keep();
    const shown = Object.keys(this.inputs).map((name) => [name, this.typed[name]]);
    return { ...Object.fromEntries(shown), kind: this.typed.kind,
      ...(this.correcting ? { corrects: this.typed.corrects } : {}) };
  }

  check() {
    this.number += 1;
    this.page.link.send("check", { typed: this.record(), number: this.number },
      { merge: true, passing: true });
  }

  submit(event) {
    event.preventDefault();
    if (this.page.link.waitsFor("record")) return;
    this.number += 1;
    this.save.disabled = true;
    this.page.link.send("record", { typed: this.record(), number: this.number });
  }

  answered() {
    const entry = this.page.model.get("entry");
    if (entry === this.told || !Object.keys(entry).length) return;
    this.told = entry;
    if (entry.fresh) {
      this.open(entry);
      this.told = entry;
      return;
    }
    // Sent again by a later visit, when its form is gone: that it was refused is still told.
    if (!this.node.open && entry.tried) {
      this.page.tell("error", `没有记入台账：${entry.refused.join(" ")}`);
    }
    if (!this.node.open || entry.number !== this.number) return;
    this.save.disabled = this.page.link.waitsFor("record") && !entry.saved && !entry.tried;
    if (entry.saved) {
      this.node.close();
      return;
    }
    this.show(entry);
  }

  show(entry) {
    const begun = this.kind.value && this.inputs.date && this.inputs.date.value;
    const quiet = !entry.tried && !begun && !this.correcting;
    setChildren(this.effect, JSON.stringify([entry, quiet]), () => quiet
      ? [h("p", { class: "dim" }, "填好称号、事件、日期，这里先说清记入后的变化。")] : [
        ...entry.refused.map((text) => h("p", { class: "warn" }, `不收：${text}`)),
        entry.lacks ? h("p", { class: "warn" }, entry.lacks) : "",
        ...(entry.refused.length ? [] : [h("p", {}, h("b", {}, entry.sentence))]),
        ...(entry.refused.length ? [] : entry.changes.map((one) => this.change(one)))]);
  }

  change(one) {
    return h("table", { "aria-label": `${one.name} 记入前后` },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, one.name || one.title),
        h("th", { scope: "col" }, "记入前"), h("th", { scope: "col" }, "记入后"))),
      h("tbody", {}, ...one.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.what),
        h("td", {}, row.before), h("td", { class: "moved" }, row.after)))));
  }
}
