// Top bar: the day, for whom, what is made; a reason where a paper was made before.

function buildTop(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  page.onDay = h("input", { type: "text", class: "day", autocomplete: "off", placeholder: "年-月-日",
    onchange: () => page.choose({ on: page.onDay.value }) });
  page.byDay = h("input", { type: "text", class: "day", autocomplete: "off", placeholder: "年-月-日",
    onchange: () => page.choose({ by: page.byDay.value }) });
  page.byField = h("label", { class: "dayfield" }, h("span", {}, "补正期限"), page.byDay);
  page.pdf = h("input", { type: "checkbox", checked: page.layout.pdf,
    disabled: !page.layout.pdf, title: page.layout.pdf_told });
  return h("header", { class: "topbar" }, h("h1", {}, "文书"),
    h("span", { class: "sub" }, `文书由同一份数据生成，存入“${page.layout.work}/${page.layout.out}”，不覆盖已出的`),
    h("span", { class: "grow" }), page.byField,
    h("label", { class: "dayfield" }, h("span", {}, "出文日期"), page.onDay),
    h("label", { class: "dayfield", title: page.layout.pdf_told }, page.pdf, h("span", {}, "同时出 PDF")),
    button("bundle", "全案打包", () => page.want("bundle", {})),
    h("span", { class: "set" }, button("all", "全部办件", () => page.make("all")),
      button("case", "本件全部", () => page.make("case"))),
    button("one", "生成", () => page.make("one"), { class: "main" }));
}

function showTop(page) {
  const { view, buttons } = page;
  const busy = page.link.waitsFor("make");
  if (document.activeElement !== page.onDay) page.onDay.value = view.day;
  if (document.activeElement !== page.byDay) page.byDay.value = view.by;
  page.byField.hidden = !view.asks_by;
  buttons.one.disabled = busy || !view.makes;
  setText(buttons.one, `生成${view.term}${view.makes > 1 ? ` ${view.makes} 份` : ""}`);
  buttons.case.disabled = busy || !view.case;
  buttons.all.disabled = busy || !view.makes_all;
  setText(buttons.all, view.makes_all ? `全部办件 ${view.makes_all} 份` : "全部办件");
  buttons.bundle.disabled = !view.issued;
  setText(page.sentence, view.sentence);
  setChildren(page.told, JSON.stringify(view.cases.length ? view.told : []), () =>
    (view.cases.length ? view.told : []).map((line) => h("p", { class: "warn" }, line)));
}

// A paper that was made before with other content is made anew only for a reason.
class Reason {
  constructor(page) {
    this.page = page;
    this.text = h("span", { class: "warn" });
    this.field = h("input", { type: "text", autocomplete: "off", "aria-label": "更正理由",
      placeholder: "更正理由" });
    this.button = h("button", { type: "submit", class: "main" }, "按此理由另出");
    this.node = h("form", { class: "reason", role: "alert", onsubmit: (event) => {
      event.preventDefault();
      if (this.field.value.trim()) page.make(page.asked || "one", this.field.value);
    } }, this.text, this.field, this.button);
  }

  show() {
    const { reason } = this.page.view;
    this.node.hidden = !reason;
    setText(this.text, reason ? reason + "请写明更正理由，另出一份：" : "");
    this.button.disabled = this.page.link.waitsFor("make");
    if (!reason) this.field.value = "";
    else if (reason !== this.shown) this.field.focus();
    this.shown = reason;
  }
}
