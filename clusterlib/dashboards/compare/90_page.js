// The page: builds its parts once, then shows each answer of the kernel.

const MOST_LATES = 6;

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, " cpage", "正在读取数据，请稍候……");
  }

  build() {
    this.table = new Table(this);
    this.picker = new Picker(this);
    this.dialogs = new Dialogs(this);
    this.flags = h("div", { class: "flags", role: "note" });
    this.line = h("p", { class: "line" });
    this.root.append(h("div", { class: "page" }, buildBar(this),
      h("main", {}, buildAssumptions(this), this.flags,
        h("div", { class: "sheet" }, this.table.node)),
      h("footer", { class: "foot" }, h("span", { class: "dim" }, "光标所在"), this.line, this.said)),
    this.picker.node, this.dialogs.node);
  }

  blind() {
    if (this.view.blind === "on") this.dialogs.unblind();
    else if (this.view.blind === "off") this.link.send("blind", { on: true });
    this.hushed();
    this.link.forget(); // other states name their candidates
  }

  address() {
    return placed(this.view.state);
  }

  // A picture takes longer than other answers; the status line says so meanwhile.
  tell(kind, text) {
    if (kind === "slow" && this.link.flying && this.link.flying.do === "export") {
      this.lates = (this.lates || 0) + 1;
      if (this.lates < MOST_LATES) return;
    } else if (kind !== "slow") this.lates = 0;
    super.tell(kind, text);
  }

  show() {
    // An answer to a search or an export leaves the view as it was.
    const key = JSON.stringify(this.view);
    if (this.shown !== key) {
      this.shown = key;
      showTop(this);
      this.table.show();
      document.title = "候选对比";
    }
    this.picker.show();
    if (this.blindBefore !== this.view.blind) this.hushed();
    this.blindBefore = this.view.blind;
    this.showFile();
  }
}

export default rendering(Page);
