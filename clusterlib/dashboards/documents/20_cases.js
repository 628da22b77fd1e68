// Cases and their papers: which is ready, what is missing, what was issued.

class Cases {
  constructor(page) {
    this.page = page;
    this.matrix = h("section", { class: "box matrix", "aria-label": "在办" });
    this.detail = h("section", { class: "box", "aria-label": "本件文书" });
    this.others = h("section", { class: "box", "aria-label": "几件一份、一年一份" });
    this.versions = h("section", { class: "box" }, ...this.differences());
    this.year = h("input", { type: "text", class: "year", inputmode: "numeric", autocomplete: "off",
      "aria-label": "年度", onchange: () => page.choose({ year: this.year.value }) });
  }

  show() {
    const { view } = this.page;
    const key = [view.case, view.kind];
    this.matrix.hidden = this.detail.hidden = this.others.hidden = !view.cases.length;
    const at = document.activeElement && document.activeElement.dataset
      ? document.activeElement.dataset.at : "";
    setChildren(this.matrix, JSON.stringify([view.cases, key]), () => this.cases(view));
    setChildren(this.detail, JSON.stringify([view.title, view.rows, key]), () =>
      [h("h2", {}, view.title, h("small", {}, "缺的先补，再生成")), this.table(view.rows, view)]);
    if (document.activeElement !== this.year) this.year.value = view.year;
    setChildren(this.others, JSON.stringify([view.others, view.kind]), () =>
      [h("h2", {}, "几件一份、一年一份", h("label", { class: "dayfield" }, h("span", {}, "年度"),
        this.year)), this.table(view.others, view)]);
    const again = at && this.page.root.querySelector(`[data-at="${CSS.escape(at)}"]`);
    if (again && document.activeElement !== again) again.focus();
  }

  cases(view) {
    const { kinds } = this.page.layout;
    return [h("h2", {}, `在办 ${view.cases.length} 件`, h("small", { class: "key" },
      h("span", {}, h("b", { class: "tick" }, "✓"), " 齐备"), h("span", {}, h("b", { class: "warn" }, "缺 n"), " 缺几处"),
      h("span", {}, "· 未到时候"), h("span", {}, "— 不需要"))),
    h("div", { class: "scroll rows", tabindex: 0, role: "region", "aria-label": "办件与文书" },
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "办件"),
        h("th", { scope: "col" }, "到哪一步"), ...kinds.map(([, short]) =>
          h("th", { scope: "col", class: "at" }, ...short.split(" ").flatMap((word, place) =>
            place ? [h("br"), word] : [word]))))),
      h("tbody", {}, ...view.cases.map((one) => h("tr", { class: one.case === view.case ? "on" : "" },
        h("th", { scope: "row" }, h("b", {}, one.name), one.case === one.name ? "" : ` ${one.case}`),
        h("td", {}, one.step), ...one.cells.map((cell, place) => {
          const chosen = one.case === view.case && kinds[place][0] === view.kind;
          return h("td", { class: "at" }, h("button", { type: "button", title: cell.hint,
            "data-at": `${one.case}:${kinds[place][0]}`,
            "aria-label": `${one.name} ${cell.hint}`, "aria-pressed": String(chosen),
            class: `cell ${cell.state}`, onclick: () =>
              this.page.choose({ case: one.case, kind: kinds[place][0] }) }, cell.word));
        })))))) ];
  }

  table(rows, view) {
    return h("table", { class: "papers" }, h("thead", {}, h("tr", {}, ...["文书", "条款", "状态",
      "缺什么、提示", "已出", "下载"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map((row) => h("tr", { class: row.kind === view.kind ? "on" : "" },
      h("th", { scope: "row" }, h("button", { type: "button", class: "plain", "data-at": `row:${row.kind}`,
        "aria-pressed": String(row.kind === view.kind),
        onclick: () => this.page.choose({ kind: row.kind }) }, row.term)),
      h("td", { title: row.clauses }, row.clause),
      h("td", { class: row.state === "lacking" ? "warn word" : "word" },
        row.state === "ready" ? "✓ " : "", row.word),
      h("td", { class: "gaps" }, ...this.gaps(row, row.kind === view.kind)),
      h("td", { class: row.changed ? "warn" : "dim" }, row.issued || (row.state ? "未出" : "")),
      h("td", { class: "word forms" }, ...row.forms.map(([form, label]) =>
        h("button", { type: "button", class: "plain", "aria-label": `下载${row.term} ${label}`,
          onclick: () => this.page.want("download", { kind: row.kind, form }) }, label)))))));
  }

  // The paper that is shown tells all; the others their first, and how many more.
  gaps(row, whole) {
    const lines = [...row.gaps.map((text) => [text, row.state === "lacking" ? "warn" : "dim"]),
      ...row.hints.map((text) => [`提示：${text}`, "dim"])];
    const shown = whole ? lines : lines.slice(0, 1);
    const rest = lines.length - shown.length;
    return [...shown.map(([text, look]) => h("p", { class: look }, text)),
      rest ? h("p", { class: "dim" }, `另 ${rest} 处`) : null];
  }

  differences() {
    const { versions, differences } = this.page.layout;
    return [h("h2", {}, "三种版本差在哪里"), h("table", { class: "differ" }, h("thead", {},
      h("tr", {}, h("th", {}), ...versions.map(([, term]) => h("th", { scope: "col" }, term)))),
    h("tbody", {}, ...differences.map(([what, ...cells]) => h("tr", {},
      h("th", { scope: "row" }, what), ...cells.map((text) => h("td", {}, text))))))];
  }
}
