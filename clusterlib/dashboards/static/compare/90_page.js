// The page: builds its parts once, then shows each answer of the kernel.

const MOST_LATES = 6;

class Page {
  constructor(model, el) {
    this.model = model;
    this.layout = model.get("texts");
    this.buttons = {};
    this.root = h("div", { class: "cl cpage" + (inVoila() ? " full" : "") });
    el.append(this.root);
    this.banner = h("div", { class: "banner", role: "alert", hidden: true });
    this.link = new Link(model, (kind, text) => this.tell(kind, text));
    this.files = model.get("file").number || 0;
  }

  start() {
    this.waiting = h("p", { class: "waiting", role: "status" }, "正在读取数据，请稍候……");
    this.root.append(this.banner, this.waiting);
    this.onAnswer = () => this.answered();
    this.model.on("change:answer", this.onAnswer);
    const stored = this.link.stored();
    this.link.send("open", { search: location.search, stored, voila: inVoila() }, { passing: true });
    for (const request of (stored && stored.waiting) || []) {
      const { do: what, seq, keep, ...args } = request;
      this.link.send(what, args);
    }
  }

  stop() {
    this.model.off("change:answer", this.onAnswer);
  }

  build() {
    this.waiting.remove();
    this.layout = this.model.get("texts");
    this.table = new Table(this);
    this.picker = new Picker(this);
    this.dialogs = new Dialogs(this);
    this.dialogs.files = this.files;
    this.flags = h("div", { class: "flags", role: "note" });
    this.line = h("p", { class: "line" });
    this.said = h("p", { class: "said", role: "status" });
    this.root.append(h("div", { class: "page" }, buildBar(this),
      h("main", {}, buildAssumptions(this), this.flags,
        h("div", { class: "sheet" }, this.table.node)),
      h("footer", { class: "foot" }, h("span", { class: "dim" }, "光标所在"), this.line, this.said)),
    this.picker.node, this.dialogs.node);
  }

  blind() {
    if (this.view.blind === "on") this.dialogs.unblind();
    else if (this.view.blind === "off") this.link.send("blind", { on: true });
  }

  export(kind) {
    if (this.link.waitsFor("export")) return;
    setText(this.said, "正在生成文件……");
    this.link.send("export", { kind }, { passing: true });
  }

  address() {
    return `${location.origin}${location.pathname}?${this.view.state}`;
  }

  tell(kind, text) {
    // A picture takes longer than other answers; the status line says so meanwhile.
    if (kind === "slow" && this.link.flying && this.link.flying.do === "export") {
      this.lates = (this.lates || 0) + 1;
      if (this.lates < MOST_LATES) return;
    } else if (kind !== "slow") this.lates = 0;
    if (this.banner._kind === kind && this.banner._text === text) return;
    this.banner._kind = kind;
    this.banner._text = text;
    this.banner.hidden = !text;
    this.banner.className = "banner " + kind;
    this.banner.replaceChildren(text);
    if (kind === "dead" || kind === "gone") {
      this.banner.append(inVoila()
        ? h("button", { type: "button", onclick: () => location.reload() }, "重新打开本页")
        : "（在 JupyterLab 里请重新运行各单元）");
    }
  }

  answered() {
    const view = this.model.get("view");
    if (view.ready) {
      this.view = view;
      if (!this.table) this.build();
      this.show();
    }
    this.link.answered();
    const problem = this.model.get("problem");
    if (problem && !this.link.lost) this.tell("error", problem);
    if (this.said && problem) setText(this.said, "");
  }

  show() {
    // An answer to a search or an export leaves the view as it was.
    const key = JSON.stringify(this.view);
    if (this.shown !== key) {
      this.shown = key;
      showTop(this);
      this.table.show();
      document.title = "候选对比";
      if (inVoila() && location.search !== "?" + this.view.state) {
        history.replaceState(null, "", "?" + this.view.state);
      }
    }
    this.picker.show();
    this.dialogs.showFile();
    this.root.dataset.answer = this.model.get("answer");
  }
}

function render({ model, el }) {
  const page = new Page(model, el);
  page.start();
  return () => page.stop();
}

export default { render };
