// The workbooks received, one row each; and the run.

const LIST_HEADS = [["申报单位", "name"], ["申报", "tier"], ["须改正", "num"], ["请核对", "num"],
  ["达标项", "num"], ["得分区间", "num"], ["结论", "word"]];

class List {
  constructor(page) {
    this.page = page;
    this.body = h("tbody", {});
    this.node = h("div", { class: "scroll list", tabindex: -1 },
      h("table", { "aria-label": "收到的申报表" }, h("thead", {}, h("tr", {},
        ...LIST_HEADS.map(([text, kind]) => h("th", { scope: "col", class: kind }, text)))),
      this.body));
    this.body.addEventListener("keydown", (event) => this.key(event));
  }

  show() {
    const { rows, chosen } = this.page.view;
    const number = chosen ? chosen.number : 0;
    const hadFocus = this.body.contains(document.activeElement);
    this.node.classList.toggle("empty", !rows.length);
    setChildren(this.body, JSON.stringify([rows, number]), () =>
      rows.map((row) => this.row(row, row.number === number)));
    const active = this.body.querySelector(".on button");
    if (hadFocus && active) active.focus();
  }

  row(row, on) {
    const count = (value) => h("td", { class: "num" + (value ? " warn" : "") },
      row.standing === "读不了" ? "—" : String(value));
    const word = row.word
      ? [h("td", { class: "num" }, row.word.met), h("td", { class: "num" }, row.word.total),
        h("td", { class: "word " + row.word.id }, row.word.word,
          row.word.why ? h("small", {}, row.word.why) : null)]
      : [h("td", { class: "num" }, "—"), h("td", { class: "num" }, "—"),
        h("td", { class: "word warn" }, row.standing)];
    return h("tr", { class: on ? "on" : "", onclick: () => this.choose(row.number) },
      h("th", { scope: "row", class: "name" }, h("button", { type: "button", class: "plain",
        "aria-pressed": on, title: row.file }, row.name),
      row.id ? h("small", {}, row.id) : null),
      h("td", { class: "tier" }, row.tier), count(row.errors), count(row.warnings), ...word);
  }

  choose(number) {
    this.page.link.send("select", { number }, { merge: true, passing: true });
  }

  key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { rows, chosen } = this.page.view;
    const at = rows.findIndex((row) => chosen && row.number === chosen.number) + step;
    if (rows[at]) this.choose(rows[at].number);
  }
}

class RunPart {
  constructor(page) {
    this.page = page;
    this.sentence = h("p", { role: "status", class: "told" });
    this.bar = h("progress", { "aria-label": "批量评价进度" });
    this.acts = h("span", { class: "acts" });
    this.body = h("tbody", {});
    this.table = h("div", { class: "scroll" }, h("table", { "aria-label": "批量评价" },
      h("thead", {}, h("tr", {}, ...["申报单位", "状态", "用时 秒", "结果"].map((text, at) =>
        h("th", { scope: "col", class: ["name", "state", "num", "acts"][at] }, text)))), this.body));
    this.node = h("section", { class: "run", "aria-label": "批量评价" },
      h("div", { class: "head" }, h("h2", {}, "批量评价"), this.sentence, this.acts),
      this.bar, this.table);
  }

  show() {
    const { run } = this.page.view;
    const page = this.page;
    this.node.classList.toggle("open", run.all > 0);
    setText(this.sentence, run.error || run.sentence);
    this.sentence.classList.toggle("warn", Boolean(run.error));
    this.bar.hidden = !run.running;
    if (run.all) {
      this.bar.max = run.all;
      this.bar.value = run.finished;
    } else {
      this.bar.removeAttribute("value");
    }
    this.table.hidden = !run.all;
    setChildren(this.acts, JSON.stringify([run.running, run.state, run.index, run.packages]), () => [
      run.running ? h("button", { type: "button", disabled: run.state === "stopping",
        onclick: () => page.link.send("cancel", {}) }, "取消") : null,
      run.index && !run.running ? this.open(run.index, "打开结果") : null,
      run.packages && !run.running ? h("button", { type: "button",
        onclick: () => page.want("packages", {}) }, "全部发送包") : null,
    ].filter(Boolean));
    setChildren(this.body, JSON.stringify(run.steps), () => run.steps.map((step) => this.row(step)));
    // While a run goes on the page asks how it stands.
    clearTimeout(this.timer);
    if (run.running) {
      this.timer = setTimeout(() => page.link.send("watch", {}, { merge: true, passing: true }), 700);
    }
  }

  row(step) {
    const page = this.page;
    return h("tr", {}, h("th", { scope: "row", class: "name" }, step.name),
      h("td", { class: "state " + step.status }, step.word),
      h("td", { class: "num" }, step.seconds),
      h("td", { class: "acts" }, step.error ? h("span", { class: "why" }, step.error) : null,
        step.report ? this.open(step.report, "打开报告", step.name) : null,
        step.packed ? h("button", { type: "button", class: "plain",
          "aria-label": `下载${step.name}的发送包`,
          onclick: () => page.want("package", { id: step.id }) }, "发送包") : null,
        step.retry ? h("button", { type: "button", class: "plain", "aria-label": `重试${step.name}`,
          onclick: () => page.link.send("retry", { id: step.id }) }, "重试") : null));
  }

  open(address, label, name) {
    return h("a", { href: address, target: "_blank", rel: "noopener",
      "aria-label": name ? `${label}：${name}` : null }, label);
  }
}
