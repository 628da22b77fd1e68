// The page: builds its parts once, then shows each answer of the kernel.

const TABS = [["problems", "一、查问题"], ["confirm", "二、核定数值"], ["run", "三、批量评价"]];

class Page {
  constructor(model, el) {
    this.model = model;
    this.layout = model.get("texts");
    this.parts = {};
    this.tab = "problems";
    this.root = h("div", { class: "cl ipage" + (inVoila() ? " full" : "") });
    el.append(this.root);
    this.banner = h("div", { class: "banner", role: "alert", hidden: true });
    this.uploads = new Uploads(this);
    this.downloads = new Downloads(this);
    this.link = new Link(model, (kind, text) => this.tell(kind, text));
  }

  start() {
    this.waiting = h("p", { class: "waiting", role: "status" }, "正在读取数据，请稍候……");
    this.root.append(this.banner, this.waiting);
    this.onAnswer = () => this.answered();
    this.onMessage = (message, buffers) => (message.kind === "got" ? this.uploads.got(message)
      : this.downloads.got(message, buffers));
    this.model.on("change:answer", this.onAnswer);
    this.model.on("msg:custom", this.onMessage);
    const stored = this.link.stored();
    this.link.send("open", {}, { passing: true });
    // Confirmed figures that an earlier visit sent off and that nobody acknowledged.
    for (const request of (stored && stored.waiting) || []) {
      const { do: what, seq, keep, again, ...args } = request;
      if (what === "confirm") this.link.send(what, args);
    }
  }

  stop() {
    this.model.off("change:answer", this.onAnswer);
    this.model.off("msg:custom", this.onMessage);
    clearTimeout(this.run && this.run.timer);
  }

  build() {
    this.waiting.remove();
    this.layout = this.model.get("texts");
    this.list = new List(this);
    this.workbook = new Workbook(this);
    this.confirm = new Confirm(this);
    this.run = new Run(this);
    this.note = h("p", { class: "note", role: "status" });
    this.needs = h("p", { class: "dim needs" });
    this.right = h("div", { class: "iright", id: "ci-panel", role: "tabpanel" }, this.workbook.head,
      this.workbook.node, this.confirm.node, this.needs, this.run.node, this.workbook.empty);
    this.root.append(h("div", { class: "page" }, this.buildBar(), this.buildTabs(),
      h("main", { class: "imid" }, this.list.node, this.run.setup, this.right),
      h("footer", { class: "ifoot" }, this.note)));
  }

  buildBar() {
    this.sub = h("span", { class: "sub" });
    const rule = (text, name) => {
      const select = h("select", { onchange: () => this.sendRules() });
      this.parts[name] = select;
      return h("label", { class: "rule" }, h("span", {}, text), select);
    };
    return h("header", { class: "topbar" }, h("h1", {}, "申报受理"), this.sub, h("span", { class: "grow" }),
      rule("标准", "standard"), rule("专家评分表", "panel"),
      h("button", { type: "button", onclick: () => this.downloads.get("template", "") }, "空白申报表"));
  }

  buildTabs() {
    this.tabs = {};
    const bar = h("div", { class: "itabs", role: "tablist", "aria-label": "步骤" });
    for (const [id, text] of TABS) {
      const count = h("span", { class: "dim" });
      const tab = h("button", { type: "button", role: "tab", id: `ci-tab-${id}`, "aria-controls": "ci-panel",
        onclick: () => this.go(id) }, h("b", {}, text), count);
      this.tabs[id] = { tab, count };
      bar.append(tab);
    }
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = TABS.findIndex(([id]) => id === this.tab);
      this.go(TABS[(at + step + TABS.length) % TABS.length][0]);
      this.tabs[this.tab].tab.focus();
    });
    return bar;
  }

  go(tab) {
    this.tab = tab;
    this.show();
  }

  select(number) {
    if (number !== this.view.selected) this.link.send("select", { number }, { passing: true });
  }

  sendRules() {
    this.link.send("rules", { standard: this.parts.standard.value, panel: this.parts.panel.value },
      { passing: true });
  }

  say(kind, text) {
    setText(this.note, text);
    setClass(this.note, `note ${kind}`);
  }

  tell(kind, text) {
    if (this.banner._kind === kind && this.banner._text === text) return;
    this.banner._kind = kind;
    this.banner._text = text;
    this.banner.hidden = !text;
    this.banner.className = "banner " + kind;
    this.banner.replaceChildren(text);
    if (kind === "dead" || kind === "gone") {
      this.banner.append("已保存的核定值都在；申报表请重新拖入。", inVoila()
        ? h("button", { type: "button", onclick: () => location.reload() }, "重新打开本页")
        : "（在 JupyterLab 里请重新运行各单元）");
    }
    if (!text) this.uploads.again();
  }

  answered() {
    const view = this.model.get("view");
    if (view.ready) {
      this.view = view;
      if (!this.list) this.build();
      this.show();
    }
    this.link.answered();
    const problem = this.model.get("problem");
    if (problem && !this.link.lost) this.tell("error", problem);
  }

  show() {
    const { view } = this;
    const isRun = this.tab === "run";
    document.title = "申报受理";
    setText(this.sub, view.sub);
    this.options(this.parts.standard, view.rules.standards, view.rules.standard);
    this.options(this.parts.panel, view.rules.panels, view.rules.panel);
    this.showTabs();
    this.list.node.hidden = isRun;
    this.run.setup.hidden = !isRun;
    this.list.show();
    this.workbook.show();
    if (isRun) this.workbook.head.hidden = true;
    this.workbook.node.hidden = this.tab !== "problems" || !view.workbook;
    this.workbook.head.classList.toggle("short", this.tab === "confirm");
    this.confirm.show();
    if (this.tab !== "confirm") this.confirm.node.hidden = true;
    this.needs.hidden = this.tab !== "confirm" || !view.workbook || view.workbook.figures.length > 0;
    setText(this.needs, "能评价的申报表才能核定数值，请先处理上面的问题。");
    this.run.show();
    this.run.node.hidden = !isRun;
    this.workbook.empty.hidden = isRun || Boolean(view.workbook);
    const key = JSON.stringify([view.notice, view.trouble]);
    if (this.noticed !== key) {
      this.noticed = key;
      if (view.notice.text) this.say(view.notice.kind, view.notice.text);
      else this.say(view.trouble ? "bad" : "", view.trouble);
    }
    this.root.dataset.answer = this.model.get("answer");
  }

  options(select, values, value) {
    setChildren(select, JSON.stringify(values), () =>
      values.map((text) => h("option", { value: text }, text)));
    if (select.value !== value) select.value = value;
  }

  showTabs() {
    const { counts } = this.view;
    const run = this.model.get("run");
    const texts = {
      problems: counts.received ? `须改正 ${counts.errors} · 请核对 ${counts.warnings}` : "收申报表",
      confirm: counts.confirmed ? `已核定 ${counts.confirmed} 条` : "还没有核定",
      run: run.running ? `正在评价 ${run.done + run.failed}/${run.total || "…"}`
        : run.total ? `完成 ${run.done} · 失败 ${run.failed}` : "还没有评价",
    };
    for (const [id, { tab, count }] of Object.entries(this.tabs)) {
      const on = id === this.tab;
      setClass(tab, on ? "itab on" : "itab");
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      setText(count, texts[id]);
    }
    this.right.setAttribute("aria-labelledby", `ci-tab-${this.tab}`);
  }
}

function render({ model, el }) {
  const page = new Page(model, el);
  page.start();
  return () => page.stop();
}

export default { render };
