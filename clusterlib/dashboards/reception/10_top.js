// Top bar, and by what the workbooks are judged.

function buildBar(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  return h("header", { class: "topbar" }, h("h1", {}, "申报受理"),
    (page.total = h("span", { class: "sub", role: "status" })), h("span", { class: "grow" }),
    button("template", "下载空白模板", () => page.want("template", {})),
    button("add", "放入申报表…", () => page.drop.choose()),
    button("start", "开始批量评价", () => page.link.send("start", {}), { class: "main" }));
}

function buildRules(page) {
  const told = () => page.link.send("rules", { standard: page.standard.value,
    panel: page.panel.value, on: page.day.value });
  page.standard = h("select", { onchange: told });
  page.panel = h("select", { onchange: told });
  page.day = h("input", { type: "text", class: "day", placeholder: "年-月-日", autocomplete: "off",
    onchange: told });
  const field = (label, input) => h("label", {}, h("span", {}, label), input);
  return h("div", { class: "assume rules" }, field("标准", page.standard),
    field("评审表", page.panel), field("适用日期", page.day), h("span", { class: "grow" }),
    h("span", { class: "dim" }, "标准、评审表从工作文件夹里选；换了立刻重算"));
}

function showTop(page) {
  const { rules, rows, run } = page.view;
  const fill = (select, names, chosen) => {
    setChildren(select, JSON.stringify(names), () =>
      names.map((name) => h("option", { value: name }, name)));
    select.value = chosen;
  };
  fill(page.standard, rules.standards, rules.standard);
  fill(page.panel, rules.panels, rules.panel);
  if (document.activeElement !== page.day) page.day.value = rules.on;
  setText(page.total, page.view.total);
  page.buttons.start.disabled = !rows.length || run.running;
  page.refused.hidden = !page.view.refused;
  setText(page.refused, page.view.refused ? `不能评价：${page.view.refused}` : "");
}
