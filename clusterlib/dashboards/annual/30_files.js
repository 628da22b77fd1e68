// The returns that were dropped: what was read in each, then all that can be are recorded.

class Files {
  constructor(page) {
    this.page = page;
    this.list = h("div", { class: "files scroll", tabindex: 0, role: "region",
      "aria-label": "放入的年报" });
    this.received = h("input", { type: "text", class: "day", autocomplete: "off" });
    this.person = h("input", { type: "text", autocomplete: "off" });
    this.save = h("button", { type: "submit", class: "main" }, "存入台账");
    this.form = h("form", { class: "saveline", onsubmit: (event) => this.submit(event) },
      h("label", { class: "dayfield" }, h("span", {}, "收到日"), this.received),
      h("label", { class: "dayfield" }, h("span", {}, "经办人"), this.person), this.save);
    this.node = h("section", { class: "incoming", "aria-label": "收年报" }, page.drop.node,
      this.list, this.form);
  }

  show() {
    const { dropped, saveable } = this.page.view;
    if (!this.received.value) this.received.value = this.page.view.on;
    this.form.hidden = this.list.hidden = !dropped.length;
    this.save.disabled = !saveable || this.page.link.waitsFor("save");
    setText(this.save, saveable ? `存入台账 ${saveable} 份` : "存入台账");
    setChildren(this.list, JSON.stringify(dropped), () => dropped.map((one) => this.file(one)));
  }

  file(one) {
    const bad = one.standing === "refused";
    return h("div", { class: "file" },
      h("p", {}, h("b", { class: bad ? "warn" : "" }, one.word), " ", one.name || one.file, " ",
        h("small", {}, one.name ? one.file : ""), " ", h("span", { class: bad ? "warn" : "dim" }, one.reason),
        " ", h("button", { type: "button", class: "plain", "aria-label": `移去 ${one.file}`,
          onclick: () => this.page.link.send("remove", { number: one.number }, { passing: true }) },
        "移去")),
      one.lines.length ? h("details", {}, h("summary", {}, `${one.lines.length} 处问题`),
        h("ul", {}, ...one.lines.map((text) => h("li", {}, text)))) : null);
  }

  submit(event) {
    event.preventDefault();
    if (this.page.link.waitsFor("save")) return;
    this.save.disabled = true;
    this.page.link.send("save", { received: this.received.value, person: this.person.value },
      { passing: true });
  }
}
