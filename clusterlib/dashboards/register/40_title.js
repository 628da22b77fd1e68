// One title: its life on one axis, events, returns, what comes, what lacks.

class OneTitle {
  constructor(page) {
    this.page = page;
    this.node = h("section", { class: "one scroll", "aria-label": "称号", tabindex: 0 });
  }

  show() {
    const one = this.page.view.title;
    setChildren(this.node, JSON.stringify([one, this.page.view.known]), () => [
      this.days(one), this.axis(one.axis), h("div", { class: "cols" },
        h("div", {}, this.events(one), this.figures(one)),
        h("div", {}, this.next(one), this.holes(one), this.views(one)))]);
  }

  days(one) {
    const { link, view } = this.page;
    const step = (by, text) => h("button", { type: "button",
      onclick: () => link.send("day", { by }, { passing: true }) }, text);
    return h("div", { class: "assume days" }, h("span", { class: "dim" }, "看哪天"),
      h("span", { class: "seg" }, step("-1y", "早一年"), step("-1m", "早一月"),
        h("button", { type: "button", onclick: () => link.send("day", { on: "" }, { passing: true }) },
          "今天"), step("+1m", "晚一月"), step("+1y", "晚一年")),
      h("span", { class: "grow" }), h("span", { class: "dim" }, "按哪天所知"),
      h("span", { class: "seg" }, ...one.recorded.map((row) => h("button", { type: "button",
        "aria-pressed": row.day === view.known ? "true" : "false",
        onclick: () => link.send("day", { known: row.day }, { passing: true }) }, row.text)),
      h("button", { type: "button", "aria-pressed": view.known ? "false" : "true",
        onclick: () => link.send("day", { known: "" }, { passing: true }) }, "全部所知")));
  }

  axis(axis) {
    const at = (node) => `left:${node.at}%` + (node.wide === undefined ? "" : `;width:${node.wide}%`);
    const lane = (name, ...kids) => h("div", { class: "lane" }, h("span", { class: "lab" }, name),
      h("div", { class: "band" }, ...kids));
    return h("div", { class: "axis", role: "img", "aria-label": "生命线，内容见下面各表" },
      lane("", ...axis.years.map((year) => h("span", { class: "year", style: at(year) }, year.text))),
      lane("名称", ...axis.names.map((name) => h("i", { class: "nm", style: at(name), title: name.text },
        name.text))),
      lane("状态", ...axis.states.map((one) => h("i", { class: `k ${one.kind}`, style: at(one),
        title: one.text }, h("span", {}, one.text)))),
      lane("事件", ...[...axis.marks, ...axis.ahead].map((mark, place) => h("span", {
        class: `ev r${place % 3}${mark.at > 80 ? " end" : ""}`, style: `left:${mark.at}%` }, mark.text)),
      ...axis.marks.map((mark) => h("i", { class: "brk",
        style: `left:${mark.at}%;width:${Math.max(mark.wide, 0.3)}%` }))),
      lane("年报", ...axis.returns.map((one) => h("span", { class: "yr", style: at(one) },
        h("i", { class: `rt ${one.kind}` }), one.text))),
      h("div", { class: "over" }, h("i", { class: "today", style: `left:${axis.today}%` },
        h("b", {}, axis.day))));
  }

  table(name, note, heads, rows, look) {
    return h("div", { class: `box ${look || ""}` }, h("h2", {}, name, h("small", {}, note)),
      h("table", { "aria-label": name }, h("thead", {}, h("tr", {}, ...heads.map((text) =>
        h("th", { scope: "col", class: text.startsWith(">") ? "num" : "" }, text.replace(">", ""))))),
      h("tbody", {}, ...rows)));
  }

  events(one) {
    return this.table("事件", "只增不改；更正另记一条，原条划去仍在",
      ["号", "日期", "事件", "内容", "来源、文号", "入库日", ""], one.events.map((row) =>
        h("tr", { class: row.corrected ? "gone" : row.corrects ? "mended" : "" },
          h("td", { class: "word" }, row.id),
          h("td", { class: "word" }, h("span", { class: "txt" }, row.date)),
          h("td", { class: "word" }, row.corrects ? h("b", { class: "warn" }, "更正 ") : null,
            h("span", { class: "txt" }, row.kind)),
          h("td", {}, h("span", { class: "txt" }, row.what),
            row.corrected ? ` 已由 ${row.corrected} 更正` : "",
            row.corrects ? ` 代替 ${row.corrects}。理由：${row.reason}；${row.person}` : ""),
          h("td", {}, h("span", { class: "txt" }, row.source)), h("td", { class: "word" }, row.recorded),
          h("td", {}, row.corrected ? null : h("button", { type: "button", class: "plain",
            "aria-label": `更正 ${row.id}`,
            onclick: () => this.page.entry.begin(one.id, row.id) }, "更正…")))));
  }

  figures(one) {
    const { years, rows } = one.figures;
    if (!rows.length) {
      return h("div", { class: "box" }, h("h2", {}, "年报", h("small", {}, "")),
        h("p", { class: "dim" }, "还没有收到年报的数。"));
    }
    const heads = ["指标", ...years.flatMap((year) => [`>${year}`, ">填报%", ">重算%"])];
    return this.table("年报", "差 0.5 个百分点以上的标出；数不改", heads, rows.map((row) =>
      h("tr", {}, h("th", { scope: "row" }, row.label, h("small", {}, " ", row.unit)),
        ...row.cells.flatMap((cell) => [h("td", { class: "num" }, cell.value),
          h("td", { class: cell.differs ? "num warn" : "num" }, cell.stated),
          h("td", { class: cell.differs ? "num warn" : "num" }, cell.again)]))));
  }

  next(one) {
    return this.table("接下来", "", ["日期", "事项", ">", ">条款"], one.next.map((row) =>
      h("tr", {}, h("td", { class: "word" }, row.day), h("td", {}, row.what),
        h("td", { class: row.late ? "num warn" : "num" }, row.left),
        h("td", { class: "num dim" }, row.clause))));
  }

  holes(one) {
    if (!one.holes.length) return null;
    return this.table(`缺口 ${one.holes.length} 处`, "照实列，不补", ["类别", "内容"],
      one.holes.map((row) => h("tr", {}, h("th", { scope: "row", class: "word" }, row.kind),
        h("td", {}, row.text))));
  }

  views(one) {
    if (one.views.length < 2) return null;
    return this.table("换个日子看", `看 ${one.axis.day}，所知不同`,
      ["", "状态", "决定", "申请截止", "到期"], one.views.map((row) => h("tr", {},
        h("th", { scope: "row", class: "word" }, `按 ${row.known} 所知`),
        ...row.told.map((text, at) => h("td", { class: row.moved[at] ? "warn" : "" }, text)))));
  }
}
