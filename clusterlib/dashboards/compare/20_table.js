// The table: heads of the candidates, item by item, sentences. Made anew for each answer,
// which comes only when candidates, standard or assumption change.

const BOTTOM = [
  ["建议级别", null, (lines, one, wide) => [wide ? one.outcome : lines.outcome], (lines) => (lines.barred ? "warn" : "")],
  ["长处", "best", (lines) => [lines.strengths]],
  ["短板", "worst", (lines) => [lines.gaps]],
  ["缺的数", null, (lines) => [lines.missing], (lines) => (lines.isMissing ? "warn" : "")],
  ["到上一级未达的项", "nearest", (lines) =>
    [h("span", { class: "dim" }, lines.count), lines.nearest ? h("br") : null, lines.nearest]],
];

class Table {
  constructor(page) {
    this.page = page;
    this.node = h("table", { class: "cp", role: "grid", "aria-label": "候选逐项对照" });
    this.at = [3, 0];
    this.node.addEventListener("focusin", (event) => this.point(event.target, true));
    this.node.addEventListener("mouseover", (event) => this.point(event.target, false));
    this.node.addEventListener("mouseleave", () => this.point(this.active(), false));
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  show() {
    const view = this.page.view;
    const hadFocus = this.node.contains(document.activeElement);
    const wide = view.wide;
    this.parts = wide ? ["value", "marks", "ahead"] : view.trends
      ? ["value", "marks", "next", "trend", "ahead"] : ["value", "marks", "next", "ahead"];
    this.node.className = "cp " + (wide ? "wide" : view.trends ? "trends" : "plain");
    this.node.style.setProperty("--k", Math.max(view.candidates.length, 1));
    const body = h("tbody", {});
    view.rows.forEach((row, column) => {
      if (column && view.rows[column - 1].section !== row.section) {
        body.append(...this.gap(row.section));
      }
      body.append(this.row(row, column));
    });
    body.append(this.gates());
    this.node.replaceChildren(this.columns(), h("thead", {}, this.heads(), this.labels()), body,
      h("tbody", { class: "bottom" }, ...BOTTOM.map((line) => this.sentence(...line))));
    this.at = [Math.min(this.at[0], view.rows.length + 3),
      Math.min(this.at[1], view.candidates.length - 1)];
    const active = this.active();
    if (active) {
      active.tabIndex = 0;
      if (hadFocus) active.focus();
      this.point(active, false);
    }
  }

  columns() {
    const each = this.page.view.candidates.flatMap(() => this.parts);
    return h("colgroup", {}, ...["name", "limit", "limit", "limit", ...each]
      .map((part) => h("col", { class: part })));
  }

  heads() {
    return h("tr", { class: "heads" },
      h("td", { colspan: 4, class: "about" }, ...this.page.view.about.map((text) =>
        h("div", {}, text))),
      ...this.page.view.candidates.map((one, place) => h("th", {
        scope: "colgroup", colspan: this.parts.length, class: "one",
      }, h("div", { class: "who" }, h("b", { class: "name" }, one.name),
        h("span", {}, "申报 ", h("b", {}, one.applied)), h("span", { class: "dim" }, one.about)),
      ...one.tiers.map((tier, at) => this.tier(tier, at, place)),
      h("div", { class: "mark", "aria-hidden": "true" }, h("i", {}), h("span", { style: `left:${this.page.layout.markAt}%` },
        this.page.layout.mark + "分")))));
  }

  tier(tier, at, place) {
    const bar = h("span", { class: "bar " + tier.kind },
      h("i", { style: `left:${tier.low}%;width:${Math.max(tier.high - tier.low, 0.8)}%` }),
      tier.estimate === null ? null : h("u", { style: `left:${tier.estimate}%` }), h("s", { style: `left:${tier.mark}%` }));
    const part = (name) => h("span", { class: name }, tier[name]);
    const [first, second] = [[part("term"), part("met"), part("band")],
      [part("quality"), bar, part("score")]];
    const parts = this.page.view.wide
      ? [h("div", { class: "upper" }, ...first, part("verdict")), h("div", { class: "lower" }, ...second)]
      : [...first, ...second, part("verdict")];
    return h("div", { class: "tier" + (tier.on ? " on" : ""), role: "group", tabindex: -1,
      "aria-label": tier.line, "data-r": at, "data-c": place }, ...parts);
  }

  labels() {
    const view = this.page.view;
    const label = { value: () => "最近一年", marks: () => this.page.layout.signs, next: () => "差到上一级",
      trend: (one) => one.years || "走势", ahead: () => view.rank };
    return h("tr", { class: "labels" }, h("th", { scope: "col", class: "section" }, view.rows[0].section),
      ...this.page.layout.limits.map((term) => h("th", { scope: "col", class: "limit" }, term)),
      ...view.candidates.flatMap((one) => this.parts.map((part, at) =>
        h("th", { scope: "col", class: part + (at ? "" : " first") }, label[part](one)))));
  }

  gap(section) {
    const view = this.page.view;
    return [h("tr", { class: "gap" },
      h("th", { scope: "rowgroup", colspan: 4, class: "section" }, section),
      ...view.candidates.map(() => h("td", { colspan: this.parts.length, class: "first" })))];
  }

  row(row, column) {
    return h("tr", {},
      h("th", { scope: "row" }, (row.or ? "或 " : "") + row.name + " ",
        h("small", {}, row.unit)),
      ...row.values.map((value) => h("td", { class: "limit" + (value.changed ? " changed" : "") },
        value.changed ? h("small", {}, "改 ") : null, value.text)),
      ...this.page.view.candidates.flatMap((one, place) =>
        this.cells(one.cells[column], column + 3, place)));
  }

  cells(cell, at, place) {
    const value = h("td", { class: "value first" + (cell.missing ? " warn" : "")
      + (cell.free ? " free" : ""), tabindex: -1, "data-r": at, "data-c": place }, cell.value);
    const marks = h("td", { class: "marks" }, ...(cell.marks
      ? [h("span", { role: "img", "aria-label": cell.words }, ...[...cell.marks].map((mark) =>
        h("i", { class: "k" + mark })))] : []));
    if (cell.missing) {
      const rest = this.parts.length - 2;
      return [value, marks, h("td", { colspan: rest, class: "warn note" },
        this.page.view.wide ? "补报" : cell.next)];
    }
    const make = {
      value: () => value, marks: () => marks,
      next: () => h("td", { class: "next" }, cell.next),
      trend: () => h("td", { class: "trend" }, h("div", {},
        cell.spark && cell.spark.length ? sparkline(cell.spark) : h("span", {}),
        h("span", {}, cell.change))),
      ahead: () => h("td", { class: "ahead" }, cell.rank || ""),
    };
    return this.parts.map((part) => make[part]());
  }

  gates() {
    const at = this.page.view.rows.length + 3;
    return h("tr", {}, h("th", { scope: "row" }, this.page.layout.last + "（重大事故）"),
      h("td", { class: "limit", colspan: 3 }, "须无"),
      ...this.page.view.candidates.map((one, place) => h("td", { colspan: this.parts.length,
        class: "first gates" + (one.gates.text === "均无" ? "" : " warn"), tabindex: -1,
        "data-r": at, "data-c": place }, one.gates.text)));
  }

  sentence(label, hint, make, kind) {
    return h("tr", {}, h("th", { scope: "row", colspan: 4 }, label, " ",
      hint ? h("small", {}, this.page.view.hints[hint]) : null),
    ...this.page.view.candidates.map((one) => h("td", { colspan: this.parts.length,
      class: "first " + (kind ? kind(one.lines) : "") },
    ...make(one.lines, one, this.page.view.wide).filter(Boolean))));
  }

  active() {
    return this.node.querySelector(`[data-r="${this.at[0]}"][data-c="${this.at[1]}"]`);
  }

  // Hovering and focus fill the fixed line; a row's other cells speak of its figure too.
  point(target, focused) {
    const near = target && target.closest("[data-r]");
    const node = near || this.figureOf(target);
    if (!node) return;
    const [at, place] = [Number(node.dataset.r), Number(node.dataset.c)];
    if (focused) {
      const before = this.active();
      if (before) before.tabIndex = -1;
      this.at = [at, place];
      node.tabIndex = 0;
    }
    const one = this.page.view.candidates[place];
    const line = at < 3 ? one.tiers[at].line
      : at - 3 < one.cells.length ? one.cells[at - 3].line : one.gates.line;
    setText(this.page.line, line);
  }

  figureOf(target) {
    let cell = target && target.closest("td");
    while (cell && !(cell.dataset && cell.dataset.r)) cell = cell.previousElementSibling;
    return cell;
  }

  key(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || !event.target.dataset.r) return;
    event.preventDefault();
    const to = [this.at[0] + step[0], this.at[1] + step[1]];
    const next = this.node.querySelector(`[data-r="${to[0]}"][data-c="${to[1]}"]`);
    if (next) next.focus();
  }
}

function sparkline(points) {
  const at = ([x, y]) => [2 + x * 44, 11 - y * 8];
  const node = svg("svg", { viewBox: "0 0 48 14", class: "spark", "aria-hidden": "true" });
  const [x, y] = at(points[points.length - 1]);
  node.append(svg("polyline", { points: points.map((point) => at(point).join(",")).join(" ") }),
    svg("circle", { cx: x, cy: y, r: 1.9 }));
  return node;
}
