// The batch run: what goes in, how it goes on, what came out.

const POLL_MS = 600;

class Run {
  constructor(page) {
    this.page = page;
    const label = (text, control) => h("label", {}, h("span", {}, text), control);
    this.source = h("select", { onchange: () => { this.picked = this.source.value; } });
    this.name = h("input", { type: "text", autocomplete: "off", maxlength: "40",
      oninput: () => { this.typed = true; } });
    this.start = h("button", { type: "submit", class: "main" }, "开始评价");
    this.cancel = h("button", { type: "button",
      onclick: () => page.link.send("cancel", {}, { passing: true }) }, "取消");
    this.rules = h("p", { class: "dim" });
    this.earlier = h("select", {});
    this.open = h("button", { type: "button", onclick: () => {
      page.link.send("result", { name: this.earlier.value }, { passing: true });
    } }, "调出");
    this.setup = h("section", { class: "ileft setup", "aria-label": "批量评价" },
      h("form", { onsubmit: (event) => {
        event.preventDefault();
        this.begin();
      } }, label("评价哪些", this.source), label("结果名称", this.name), this.rules,
      h("div", { class: "acts" }, this.start, this.cancel)),
      h("h2", {}, "以前的结果"), h("div", { class: "earlier" }, label("名称", this.earlier), this.open),
      h("p", { class: "dim" }, "名称与以前的相同就接着做：只做缺的和变了的，完成的沿用。"));
    this.bar = h("progress", { max: "1", value: "0", "aria-label": "进度" });
    this.sentence = h("p", { class: "say", role: "status" });
    this.links = h("p", { class: "links" });
    this.table = h("div", { class: "scroll runrows", role: "region", tabindex: "0",
      "aria-label": "逐家进度" });
    this.body = h("tbody", {});
    this.lines = new Map();
    this.table.append(h("table", { class: "list" }, h("caption", { class: "unseen" }, "逐家进度"),
      h("colgroup", {}, ...["state", "who", "no", "tier", "verdict", "tier", "seconds", "reason", "do"]
        .map((name) => h("col", { class: name }))),
      h("thead", {}, h("tr", {}, ...["状态", "申报单位", "编号", "申报", "结论", "建议级别", "秒", "失败原因", "操作"]
        .map((text, at) => h("th", { scope: "col", class: at === 6 ? "r" : null }, text)))), this.body));
    this.node = h("div", { class: "pane run" }, this.sentence, this.bar, this.links, this.table);
  }

  begin() {
    this.page.link.send("start", { source: this.source.value, name: this.name.value.trim() },
      { passing: true });
    this.typed = false;
  }

  options(select, values, value) {
    setChildren(select, JSON.stringify(values), () =>
      values.map((text) => h("option", { value: text }, text)));
    if (value !== undefined && values.includes(value)) select.value = value;
  }

  show() {
    const { view } = this.page;
    const run = this.page.model.get("run");
    const first = view.sources[0];
    this.options(this.source, view.sources,
      view.sources.includes(this.picked) ? this.picked
        : !view.list.length && view.sources[1] ? view.sources[1] : first);
    if (!this.typed && document.activeElement !== this.name) this.name.value = run.running ? run.name : view.name;
    setText(this.rules, `标准：${view.rules.standard}；专家评分表：${view.rules.panel}；`
      + `核定值：${view.counts.confirmed || "没有"}${view.counts.confirmed ? " 条" : ""}。`);
    this.start.disabled = run.running;
    this.cancel.disabled = run.state !== "running";
    this.options(this.earlier, view.results.length ? view.results : ["还没有结果"]);
    this.open.disabled = !view.results.length || run.running;
    this.showRun();
  }

  showRun() {
    const run = this.page.model.get("run");
    setText(this.sentence, run.error || run.sentence);
    setClass(this.sentence, run.error ? "say bad" : "say");
    this.bar.hidden = run.state === "none";
    if (run.running && !run.total) this.bar.removeAttribute("value");
    else {
      this.bar.max = Math.max(1, run.total);
      this.bar.value = run.done + run.failed;
    }
    setChildren(this.links, JSON.stringify([run.index, run.summary, run.folder, run.running, run.done]),
      () => this.linksOf(run));
    this.table.hidden = !run.rows.length;
    this.rows(run);
    this.follow(run);
  }

  linksOf(run) {
    if (run.running || !run.done) return [];
    const link = (href, text) => (href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : null);
    return [link(run.index, "打开总览"), link(run.summary, "汇总表"),
      h("button", { type: "button", onclick: () => this.page.downloads.get("packages", "") }, "下载全部发送包"),
      h("span", { class: "dim" }, `结果在工作文件夹的 ${run.folder}`)].filter(Boolean);
  }

  // Only rows that changed are drawn again, so that focus stays while a run goes on.
  rows(run) {
    const seen = new Set();
    run.rows.forEach((row, at) => {
      const key = `${row.id}|${row.file}`;
      seen.add(key);
      const text = JSON.stringify([row, run.running]);
      let line = this.lines.get(key);
      if (!line || line.text !== text) {
        const node = this.row(row, run);
        if (line) line.node.replaceWith(node);
        line = { text, node };
        this.lines.set(key, line);
      }
      if (this.body.children[at] !== line.node) this.body.insertBefore(line.node, this.body.children[at] || null);
    });
    for (const [key, line] of this.lines) {
      if (!seen.has(key)) {
        line.node.remove();
        this.lines.delete(key);
      }
    }
  }

  row(row, run) {
    const acts = [];
    if (row.report) acts.push(h("a", { href: row.report, target: "_blank", rel: "noopener noreferrer",
      "aria-label": `${row.name}的报告` }, "报告"));
    if (row.package && !run.running) acts.push(h("button", { type: "button", class: "link",
      "aria-label": `${row.name}的发送包`, onclick: () => this.page.downloads.get("package", row.id) }, "发送包"));
    if (row.status === "failed" && !run.running && run.state !== "none") acts.push(h("button",
      { type: "button", class: "link", "aria-label": `重试${row.name}`,
        onclick: () => this.page.link.send("retry", { id: row.id }, { passing: true }) }, "重试"));
    return h("tr", { class: row.status }, h("td", {}, h("b", { class: row.status === "failed" ? "tag must"
      : "tag" }, row.word)), h("th", { scope: "row" }, row.name), h("td", {}, row.name === row.id ? "" : row.id),
    h("td", {}, row.tier), h("td", {}, row.verdictId ? verdictMark(row.verdictId) : null, row.verdict),
    h("td", {}, row.outcome), h("td", { class: "r" }, row.seconds), h("td", {}, row.error),
    h("td", { class: "do" }, ...acts));
  }

  follow(run) {
    clearTimeout(this.timer);
    if (!run.running) return;
    this.timer = setTimeout(() => {
      if (!this.page.link.waitsFor("poll")) this.page.link.send("poll", {}, { passing: true });
    }, POLL_MS);
  }
}
