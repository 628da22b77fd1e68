// The state of a round: when returns came, what is doubtful, one row for each that matters.

function curveOf(curve) {
  const box = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  box.append(svg("line", { x1: 0, y1: 0, x2: 100, y2: 0, class: "all" }),
    svg("line", { x1: 0, y1: 100, x2: 100, y2: 100, class: "base" }),
    svg("polyline", { points: curve.points, class: "step" }),
    svg("line", { x1: curve.due, y1: 0, x2: curve.due, y2: 100, class: "due" }));
  return h("div", { class: "curve", role: "img",
    "aria-label": `${curve.owed}，${curve.came}，${curve.due_text}` },
  h("div", { class: "draw" }, box,
    h("b", { class: "duetext", style: `left:${curve.due}%` }, curve.due_text),
    ...curve.months.map((month) => h("span", { class: "month", style: `left:${month.at}%` }, month.text))),
  h("div", { class: "ends" }, h("span", { class: "dim" }, curve.owed),
    h("b", { style: `top:${Math.max(curve.height, 22)}%` }, curve.came)));
}

class Round {
  constructor(page) {
    this.page = page;
    this.curve = h("div", {});
    this.doubts = h("div", { class: "box doubts scroll", tabindex: 0, role: "region", "aria-label": "有疑" });
    this.table = h("div", { class: "box" });
    this.warned = h("div", { class: "box" });
  }

  show() {
    const { view } = this.page;
    setChildren(this.curve, JSON.stringify(view.curve), () => [curveOf(view.curve)]);
    setChildren(this.doubts, JSON.stringify(view.doubts), () => [
      h("h2", {}, `有疑 ${view.doubts.length} 处`, h("small", {}, "只标出，不改数；请县里答复")),
      h("table", { "aria-label": "有疑" }, h("tbody", {}, ...view.doubts.map((row) => h("tr", {},
        h("th", { scope: "row", class: "word strong" }, row.place || row.title), h("td", {}, row.text)))))]);
    setChildren(this.table, JSON.stringify([view.rows, view.rest, view.whole]), () => this.rows(view));
    setChildren(this.warned, JSON.stringify([view.warned, view.standards]), () => this.warnings(view));
  }

  rows(view) {
    const { lines } = this.page.layout;
    return [h("h2", {}, "逐个看",
      h("small", {}, "增速为填报数；与重算差 0.5 点以上写成 填报→重算；未报、有疑、迟报先列")),
    h("div", { class: "wide" }, h("table", { class: "each", "aria-label": "逐个看" },
      h("thead", {}, h("tr", {}, ...["称号", "状态", "收到"].map((text) => h("th", { scope: "col" }, text)),
        ...lines.flatMap((line) => [h("th", { scope: "col", class: "num" }, line.label, h("br"), line.unit),
          h("th", { scope: "col", class: "num" }, "增速", h("br"), "%")]))),
      h("tbody", {}, ...view.rows.map((row) => this.row(row, lines.length * 2))))),
    view.rest || view.whole ? h("p", { class: "rest" }, view.rest, h("button", { type: "button",
      class: "plain", onclick: () => this.page.choose({ whole: !view.whole }) },
    view.whole ? "收起无疑问的" : "展开")) : ""];
  }

  row(row, width) {
    return h("tr", {}, h("th", { scope: "row", class: "word" }, row.place ? `${row.place} ` : "",
      h("small", {}, row.name)),
    h("td", { class: row.state === "missing" ? "word warn" : "word" },
      h("i", { class: `rt ${row.state}` }), " ", row.state === "doubtful" ? h("b", {}, row.word) : row.word,
      row.more),
    h("td", { class: row.state === "missing" ? "word warn" : "word" }, row.received),
    ...(row.cells.length ? row.cells.flatMap((cell) => [
      h("td", { class: cell.doubted ? "num warn" : "num", title: cell.hint }, cell.value),
      h("td", { class: cell.doubted || cell.differs ? "num warn" : "num dim", title: cell.hint },
        cell.growth)]) : [h("td", { colspan: width, class: "dim" }, row.note)]));
  }

  warnings(view) {
    const head = ["", "称号", "下一关", ">还有", ">达标项 上年 → 今年", "档次", "为什么、要问什么"];
    return [h("h2", {}, "预警", h("small", {}, view.standards)), h("table", { "aria-label": "预警" },
      h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col",
        class: text.startsWith(">") ? "num" : "" }, text.replace(">", ""))))),
      h("tbody", {}, ...view.warned.map((row) => h("tr", {}, h("td", { class: "strong" }, row.number),
        h("th", { scope: "row", class: "word" }, row.place ? `${row.place} ` : "", h("small", {}, row.name)),
        h("td", { class: "word" }, row.gate), h("td", { class: row.late ? "num warn" : "num" }, row.left),
        h("td", { class: "num strong" }, row.met), h("td", { class: row.risky ? "word warn" : "word" }, row.rank),
        h("td", {}, row.why, row.ask.length ? h("details", {},
          h("summary", {}, `要问 ${row.ask.length} 项`), h("ul", {}, ...row.ask.map((text) =>
            h("li", {}, text)))) : null)))))];
  }
}
