// The workbook chosen: verdict, tiers; problems by sheet and cell, figures, confirmed figures.

const TABS = ["problems", "figures", "entry"];

class Detail {
  constructor(page) {
    this.page = page;
    this.head = h("div", { class: "who" });
    this.verdict = h("div", { class: "verdict" });
    this.problems = h("div", { class: "scroll problems", role: "tabpanel", tabindex: 0 });
    this.figures = h("div", { class: "scroll figures", role: "tabpanel", tabindex: 0 });
    this.entry = new EntryForm(page);
    this.tab = "problems";
    this.tabs = {};
    const tab = (name) => (this.tabs[name] = h("button", { type: "button", role: "tab",
      onclick: () => this.turn(name),
      onkeydown: (event) => {
        const step = { ArrowLeft: 2, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        this.turn(TABS[(TABS.indexOf(name) + step) % 3]);
        this.tabs[this.tab].focus();
      } }));
    this.bar = h("div", { class: "tabline", role: "tablist", "aria-label": "问题、数值、核定" },
      ...TABS.map(tab));
    this.node = h("section", { class: "detail", "aria-label": "选中的申报表" }, this.head,
      this.verdict, this.bar, this.problems, this.figures, this.entry.node);
    this.nobody = h("p", { class: "nobody dim" }, "放入申报表后，这里列出结论、问题所在的工作表和单元格。");
    this.node.append(this.nobody);
  }

  turn(name) {
    this.tab = name;
    this.show();
  }

  show() {
    const one = this.page.view.chosen;
    for (const node of [this.head, this.verdict, this.bar]) node.hidden = !one;
    this.nobody.hidden = Boolean(one);
    this.problems.hidden = !one || this.tab !== "problems";
    this.figures.hidden = !one || this.tab !== "figures";
    this.entry.node.hidden = !one || this.tab !== "entry";
    if (!one) return;
    for (const name of TABS) {
      setAttr(this.tabs[name], "aria-selected", this.tab === name);
      setAttr(this.tabs[name], "tabindex", this.tab === name ? 0 : -1);
    }
    setText(this.tabs.problems, `问题（须改正 ${one.errors}，请核对 ${one.warnings}）`);
    setText(this.tabs.figures, "申报值与核定值");
    setText(this.tabs.entry, "录入核定值");
    setChildren(this.figures, JSON.stringify(one.figures), () => this.numbers(one));
    setChildren(this.head, JSON.stringify([one.number, one.name, one.about, one.file, one.readable]),
      () => this.heads(one));
    setChildren(this.verdict, JSON.stringify([one.trouble, one.verdict]), () =>
      (one.verdict ? this.said(one.verdict) : [h("p", { class: "trouble" }, one.trouble)]));
    setChildren(this.problems, JSON.stringify([one.sheets, one.trouble]), () => this.sheets(one));
    this.entry.show(one);
  }

  heads(one) {
    const page = this.page;
    return [h("div", { class: "names" }, h("h2", {}, one.name), h("span", { class: "dim" }, one.about),
      h("span", { class: "dim file" }, one.file)),
    h("span", { class: "acts" },
      one.readable ? h("button", { type: "button",
        onclick: () => page.want("marked", { number: one.number }) }, "下载标注件") : null,
      h("button", { type: "button", "aria-label": `移出${one.name}`,
        onclick: () => page.link.send("remove", { number: one.number }) }, "移出"))];
  }

  said(verdict) {
    const tiers = verdict.tiers.map((tier) => h("tr", { class: tier.applied ? "on" : "" },
      h("th", { scope: "row" }, tier.term + (tier.applied ? "（申报）" : "")),
      h("td", { class: "num" }, tier.met), h("td", {}, tier.band),
      h("td", { class: "num" }, tier.quality), h("td", { class: "barcell" }, scoreBar(tier, verdict.mark)),
      h("td", { class: "num" }, tier.total),
      h("td", { class: "word " + tier.id }, tier.verdict)));
    return [h("p", { class: "sentence" }, verdict.sentence), h("p", {}, glued(verdict.counts)),
      h("p", {}, `${verdict.outcome}。${verdict.entry}`),
      h("table", { class: "tiers", "aria-label": "三级结论" }, h("thead", {}, h("tr", {},
        ...["级别", "达标项", "档次", "质量" + verdict.first, `0–100 分，竖线 ${verdict.mark}`, "得分区间", "结论"]
          .map((text, at) => h("th", { scope: "col",
            class: [1, 3, 5].includes(at) ? "num" : at === 4 ? "barcell" : "" }, text)))), h("tbody", {}, ...tiers)),
      h("p", { class: "dim" }, `${verdict.standard}。${verdict.assumption}`)];
  }

  numbers(one) {
    if (!one.figures.length) return [h("p", { class: "nobody dim" }, "不能评价，没有可比的数值。")];
    const act = (figure) => h("button", { type: "button", class: "plain",
      "aria-label": `核定${figure.label}`, onclick: () => {
        this.turn("entry");
        this.entry.pick(figure.column);
      } }, figure.confirmed ? "改" : "核定");
    return [h("table", { "aria-label": "申报值与核定值" }, h("thead", {}, h("tr", {},
      ...["指标", "单位", "申报值", "核定值", "达标值", "状态", ""].map((text, at) =>
        h("th", { scope: "col", class: at > 1 && at < 5 ? "num" : "" }, text)))),
    h("tbody", {}, ...one.figures.map((figure) => h("tr", {},
      h("th", { scope: "row" }, `${figure.section}.${figure.item} ${figure.label}`),
      h("td", {}, figure.unit),
      h("td", { class: "num" + (figure.reported && !figure.unread ? "" : " warn") },
        figure.reported || "未报"),
      h("td", { class: "num" }, figure.confirmed ? h("b", {}, figure.confirmed.text) : ""),
      h("td", { class: "num" }, figure.threshold), h("td", {}, figure.state),
      h("td", {}, act(figure))))))];
  }

  sheets(one) {
    if (!one.sheets.length) {
      return [h("p", { class: "nobody dim" }, one.readable ? "没有发现问题。" : "这份读不了，没有逐格检查。")];
    }
    return one.sheets.map((group) => h("table", { "aria-label": `${group.sheet}的问题` },
      h("caption", {}, group.sheet), h("thead", {}, h("tr", {},
        ...["单元格", "程度", "指标", "填写", "问题与处理"].map((text, at) =>
          h("th", { scope: "col", class: ["cell", "kind", "label", "found", ""][at] }, text)))),
      h("tbody", {}, ...group.problems.map((one_) => h("tr", {},
        h("td", { class: "cell" }, one_.cell || "—"),
        h("td", { class: "kind " + one_.kind }, one_.severity),
        h("td", { class: "label" }, one_.label), h("td", { class: "found" }, one_.found),
        h("td", {}, one_.reason))))));
  }
}

// A range such as 10–64 does not break over two lines.
function glued(text) {
  return text.replaceAll("–", "\u2060–\u2060");
}

function scoreBar(tier, mark) {
  return h("span", { class: "bar " + tier.id, "aria-hidden": "true" },
    h("i", { style: `left:${tier.lower}%;width:${Math.max(tier.upper - tier.lower, 0.8)}%` }),
    tier.tick === null ? null : h("u", { style: `left:${tier.tick}%` }),
    h("s", { style: `left:${mark}%` }));
}
