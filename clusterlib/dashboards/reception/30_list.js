// The workbooks received, one row each; and the run.

const LIST_HEADS = [["申报单位", "name"], ["申报", "tier"], ["须改正", "num"], ["请核对", "num"],
  ["达标项", "num"], ["得分区间", "num"], ["结论", "word"]];

// Which rows are shown, and in what order; without a choice those with problems come first.
const troubles = (row) => [row.word ? 1 : 0, -row.errors, -row.warnings, row.number];
const LIST_ORDERS = [["问题在前", troubles], ["先收到的在前", (row) => [row.number]],
  ["按单位", (row) => [row.name]], ["按结论", (row) => [row.word ? row.word.word : row.standing]],
  ["按申报级别", (row) => [row.rank, row.number]]];
const LIST_FILTERS = [["全部", () => true], ["有须改正", (row) => row.errors > 0 || !row.word],
  ["没有须改正", (row) => !row.errors && row.word]];

function inOrder(key) {
  return (one, other) => {
    const [a, b] = [key(one), key(other)];
    const at = a.findIndex((part, i) => part !== b[i]);
    if (at < 0) return 0;
    return typeof a[at] === "string" ? a[at].localeCompare(b[at], "zh") : a[at] - b[at];
  };
}

class List {
  constructor(page) {
    this.page = page;
    this.words = h("input", { type: "search", placeholder: "找单位、编号、文件名",
      "aria-label": "找单位、编号、文件名", oninput: () => this.show() });
    const select = (label, all) => h("select", { "aria-label": label, onchange: () => this.show() },
      ...all.map(([text], at) => h("option", { value: at }, text)));
    this.only = select("只看", LIST_FILTERS);
    this.order = select("排序", LIST_ORDERS);
    this.count = h("span", { class: "dim", role: "status" });
    this.sift = h("div", { class: "sift" }, this.words, this.only, this.order, this.count);
    this.body = h("tbody", {});
    this.scroll = h("div", { class: "scroll list", tabindex: -1 },
      h("table", { "aria-label": "收到的申报表" }, h("thead", {}, h("tr", {},
        ...LIST_HEADS.map(([text, kind]) => h("th", { scope: "col", class: kind }, text)))),
      this.body));
    this.node = h("div", { class: "listing" }, this.sift, this.scroll);
    this.body.addEventListener("keydown", (event) => this.key(event));
  }

  shown() {
    const words = this.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) => words.every((word) =>
      `${row.name} ${row.id} ${row.file}`.toLowerCase().includes(word));
    return this.page.view.rows.filter(LIST_FILTERS[this.only.value][1]).filter(fits)
      .sort(inOrder(LIST_ORDERS[this.order.value][1]));
  }

  show() {
    const { rows: all, chosen } = this.page.view;
    const rows = this.shown();
    const number = chosen ? chosen.number : 0;
    this.sift.hidden = all.length < 2;
    setText(this.count, rows.length < all.length ? `${rows.length}/${all.length} 份` : "");
    const hadFocus = this.body.contains(document.activeElement);
    this.scroll.classList.toggle("empty", !all.length);
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
    const { chosen } = this.page.view;
    const rows = this.shown();
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
