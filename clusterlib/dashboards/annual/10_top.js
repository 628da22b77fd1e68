// Top bar: which year, which day, what goes out, what comes in.

function buildTop(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  page.year = h("select", { onchange: () => page.choose({ year: page.year.value }) });
  page.onDay = h("input", { type: "text", class: "day", autocomplete: "off", placeholder: "年-月-日",
    onchange: () => page.choose({ on: page.onDay.value }) });
  page.due = h("span", { class: "sub" });
  return h("header", { class: "topbar" }, h("h1", {}, "年报"), page.due, h("span", { class: "grow" }),
    h("label", { class: "dayfield" }, h("span", {}, "年度"), page.year),
    h("label", { class: "dayfield" }, h("span", {}, "看哪天"), page.onDay),
    button("template", "下载空表（附件五）", () => page.want("template", {})),
    h("span", { class: "set" },
      button("round", "导出汇总", () => page.want("export", { what: "round" })),
      button("warnings", "导出预警", () => page.want("export", { what: "warnings" }))),
    button("add", "放入年报…", () => page.drop.choose(), { class: "main" }));
}

function showTop(page) {
  const { view } = page;
  setText(page.due, view.due);
  setText(page.sentence, view.sentence);
  setChildren(page.year, JSON.stringify(view.years), () =>
    view.years.map((year) => h("option", { value: year }, year)));
  page.year.value = view.year;
  if (document.activeElement !== page.onDay) page.onDay.value = view.on;
}
