// One workbook: who it is, the verdict at three tiers, its problems by sheet and cell.

class Workbook {
  constructor(page) {
    this.page = page;
    this.name = h("h2", {});
    this.facts = h("p", { class: "dim facts" });
    this.marked = h("button", { type: "button",
      onclick: () => page.downloads.get("marked", page.view.selected) }, "下载标注本");
    this.remove = h("button", { type: "button",
      onclick: () => page.link.send("remove", { number: page.view.selected }, { passing: true }) },
    "移出");
    this.say = h("p", { class: "say", "aria-live": "polite" });
    this.counts = h("p", { class: "counts" });
    this.tiers = h("div", { class: "tierbox" });
    this.assumption = h("p", { class: "dim assumption" });
    this.head = h("header", { class: "whead" }, h("div", { class: "wname" },
      h("div", { class: "grow" }, this.name, this.facts), this.marked, this.remove),
    this.say, this.counts, this.tiers, this.assumption);
    this.title = h("h3", {});
    this.table = h("div", { class: "scroll problems", role: "region", tabindex: "0",
      "aria-label": "问题" });
    this.node = h("div", { class: "pane" }, this.title, this.table);
    this.empty = h("div", { class: "empty" }, h("p", {}, "收到申报表后，这里逐条列出问题、三级结论，可下载标注本退县里改。"),
      h("p", { class: "dim" }, "没有模板？先下载“空白申报表”发给县（市）填报。"));
  }

  show() {
    const book = this.page.view.workbook;
    this.head.hidden = !book;
    if (!book) return;
    setText(this.name, book.name);
    setText(this.facts, book.facts);
    this.marked.disabled = Boolean(book.error) || !book.problems.length;
    this.marked.title = book.problems.length || book.error ? "" : "没有问题，不用标注";
    const verdict = book.verdict;
    setText(this.say, verdict ? verdict.sentence : book.why);
    setClass(this.say, verdict ? "say" : "say bad");
    setText(this.counts, verdict ? `${verdict.counts}${verdict.outcome}。` : "");
    setText(this.assumption, verdict ? `${verdict.standard}。${verdict.assumption}` : "");
    setChildren(this.tiers, JSON.stringify(verdict), () => (verdict ? [tierTable(verdict)] : []));
    const errors = book.problems.filter((problem) => problem.severity === "error").length;
    setText(this.title, book.error ? "" : book.problems.length
      ? `问题 ${book.problems.length} 处：须改正 ${errors}，请核对 ${book.problems.length - errors}`
      : "没有发现问题");
    this.table.hidden = !book.problems.length;
    setChildren(this.table, JSON.stringify(book.problems), () => [problemTable(book.problems)]);
  }
}

function tierTable(verdict) {
  const heads = ["级别", "达标项数", "档次", "质量前5项", "总得分区间", "估分", "得分 0–100", "结论", "名次条件"];
  const rows = verdict.tiers.map((tier) => h("tr", { class: tier.applied ? "on" : null },
    h("th", { scope: "row" }, tier.term + (tier.applied ? "（申报）" : "")),
    h("td", { class: "r" }, tier.met), h("td", {}, tier.band), h("td", { class: "r" }, tier.quality),
    h("td", { class: "r" }, tier.total), h("td", { class: "r" }, tier.estimate),
    h("td", { class: "bar" }, scoreBar(tier, verdict.mark)),
    h("td", {}, verdictMark(tier.id), tier.verdict), h("td", {}, tier.route)));
  return h("table", { class: "tiers" }, h("caption", { class: "unseen" }, "三级对照"),
    h("thead", {}, h("tr", {}, ...heads.map((text, at) =>
      h("th", { scope: "col", class: [1, 3, 4, 5].includes(at) ? "r" : null }, text)))),
    h("tbody", {}, ...rows));
}

// A thin bar from 0 to 100 with the line at the pass mark: filled holds, pale open, hollow fails.
function scoreBar(tier, mark) {
  const node = svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  const x = (score) => Math.max(0, Math.min(100, score));
  const look = { pass: ["#0F5C8C", "#0F5C8C"], open: ["#A9C5DA", "#A9C5DA"], fail: ["#fff", "#737B83"] };
  const [fill, stroke] = look[tier.id];
  node.append(svg("path", { d: "M0 5H100", stroke: "#E4E8EC", "vector-effect": "non-scaling-stroke" }),
    svg("rect", { x: x(tier.lower), y: 2.6, width: Math.max(x(tier.upper) - x(tier.lower), 0.8),
      height: 4.8, fill, stroke, "vector-effect": "non-scaling-stroke" }),
    svg("path", { d: `M${mark} 0V10`, stroke: "#1B1F24", "vector-effect": "non-scaling-stroke" }));
  if (tier.tick !== null) {
    node.append(svg("path", { d: `M${tier.tick} 1.4V8.6`, stroke: "#1B1F24", "stroke-width": 2,
      "vector-effect": "non-scaling-stroke" }));
  }
  return node;
}

function problemTable(problems) {
  const heads = ["性质", "工作表", "单元格", "项目", "填报内容", "问题与处理"];
  return h("table", { class: "list" }, h("caption", { class: "unseen" }, "问题"),
    h("colgroup", {}, ...["kind", "sheet", "cell", "item", "found", "reason"].map((name) =>
      h("col", { class: name }))),
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...problems.map((problem) => h("tr", { class: problem.severity },
      h("td", {}, h("b", { class: problem.severity === "error" ? "tag must" : "tag" }, problem.kind)),
      h("td", {}, problem.sheet), h("td", {}, problem.cell), h("td", {}, problem.item),
      h("td", {}, problem.found), h("td", {}, problem.reason)))));
}
