// Top bar, days asked about, filters, and the sentence that says how the register stands.

const STRETCHES = [["now", "现期"], ["term", "前期"], ["overdue", "到期未复评"],
  ["rectify", "整改"], ["due", "应取消"], ["unknown", "只知年月，在此之间"]];
const RETURNS = [["on_time", "按期"], ["late", "迟报"], ["missing", "未报"], ["none", "不欠"]];

function dayField(page, name, label, what) {
  const input = h("input", { type: "text", class: "day", autocomplete: "off", placeholder: "年-月-日",
    onchange: () => page.link.send("day", { [what]: input.value }, { passing: true }) });
  page[name] = input;
  return h("label", { class: "dayfield" }, h("span", {}, label), input);
}

function buildTop(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  page.heading = h("h1", {}, "称号台账");
  page.facts = h("span", { class: "sub" });
  return h("header", { class: "topbar" }, page.heading, page.facts, h("span", { class: "grow" }),
    dayField(page, "onDay", "看哪天", "on"), dayField(page, "knownDay", "按哪天所知", "known"),
    h("span", { class: "set" },
      button("status", "导出状态", () => page.want("export", { what: "status" })),
      button("events", "导出事件", () => page.want("export", { what: "events" })),
      button("history", "导出经历", () => page.want("export", { what: "history" }))),
    button("calendar", "日历 .ics", () => page.want("export", { what: "calendar" })),
    button("enter", "记一笔…", () => page.entry.begin(page.view.title ? page.view.title.id : "", ""),
      { class: "main" }),
    button("back", "返回台账", () => page.choose({ title: "" }), { class: "main" }));
}

function buildFilters(page) {
  page.query = h("input", { type: "search", placeholder: "查称号、地区、文号", autocomplete: "off",
    "aria-label": "查称号、地区、文号",
    oninput: () => page.choose({ query: page.query.value }, { merge: true }) });
  const select = (name, label) => {
    page[name] = h("select", { "aria-label": label,
      onchange: () => page.choose({ [name]: page[name].value }) });
    return page[name];
  };
  page.segments = h("div", { class: "seg", role: "group", "aria-label": "状态" });
  return h("div", { class: "assume filters" }, page.query, select("industry", "行业"),
    select("association", "协会"), page.segments, h("span", { class: "grow" }));
}

function showTop(page) {
  const { view } = page;
  const one = view.title;
  setText(page.heading, one ? one.name : "称号台账");
  setText(page.facts, one ? one.facts : "");
  if (document.activeElement !== page.onDay) page.onDay.value = view.on;
  if (document.activeElement !== page.knownDay) page.knownDay.value = view.known || view.on;
  page.knownDay.classList.toggle("past", Boolean(view.known));
  page.buttons.enter.classList.toggle("main", !one);
  page.buttons.back.hidden = page.buttons.history.hidden = !one;
  page.buttons.status.hidden = page.buttons.events.hidden = page.buttons.calendar.hidden = Boolean(one);
  setText(page.sentence, one ? one.sentence : view.sentence);
  page.filters.hidden = Boolean(one);
  if (one) return;
  const { list } = view;
  if (document.activeElement !== page.query) page.query.value = list.query;
  for (const [name, label, values] of [["industry", "行业", list.industries],
    ["association", "协会", list.associations]]) {
    setChildren(page[name], JSON.stringify(values), () => ["", ...values].map((value) =>
      h("option", { value }, value || `${label} 全部`)));
    page[name].value = list[name];
    page[name].hidden = !values.length;
  }
  setChildren(page.segments, JSON.stringify(list.segments), () => list.segments.map((one_) =>
    h("button", { type: "button", "aria-pressed": one_.on ? "true" : "false",
      onclick: () => page.choose({ state: one_.id }) }, `${one_.term} ${one_.count}`)));
}

function buildLegend() {
  return h("div", { class: "legend" }, h("b", {}, "生命线"),
    ...STRETCHES.map(([kind, word]) => h("span", {}, h("i", { class: `k ${kind}` }), word)),
    h("span", {}, h("i", { class: "mk awarded" }), "授名"),
    h("span", {}, h("i", { class: "mk reviewed" }), "复评"), h("b", {}, "年报"),
    ...RETURNS.map(([kind, word]) => h("span", {}, h("i", { class: `rt ${kind}` }), word)));
}
