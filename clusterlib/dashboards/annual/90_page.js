// The page: builds its parts once, then shows each answer of the kernel.

const KINDS = [["on_time", "收到"], ["doubtful", "有疑"], ["late", "迟报"], ["missing", "未报"],
  ["awaited", "未到期"]];

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, " lpage apage", "正在打开年报……");
  }

  // Files live as long as the session; what the store has needs no second sending.
  resumed() {
    return [];
  }

  build() {
    this.drop = new Drop(this);
    this.files = new Files(this);
    this.round = new Round(this);
    this.sentence = h("p", { class: "sentence", role: "status" });
    this.root.append(h("div", { class: "page" }, buildTop(this), this.sentence,
      h("main", { class: "scroll", tabindex: 0 }, this.files.node,
        h("div", { class: "upper" }, this.round.curve, this.round.doubts), this.round.table,
        this.round.warned),
      h("footer", { class: "foot" }, h("div", { class: "legend" }, ...KINDS.map(([kind, word]) =>
        h("span", {}, h("i", { class: `rt ${kind}` }), word))), this.said)));
    this.drop.listen(this.root);
    this.onFocus = () => this.link.send("watch", {}, { passing: true, merge: true });
    window.addEventListener("focus", this.onFocus);
  }

  stop() {
    super.stop();
    if (this.onFocus) window.removeEventListener("focus", this.onFocus);
  }

  choose(what) {
    this.link.send("choose", what, { passing: true });
  }

  tell(kind, text) {
    super.tell(kind, kind === "dead" || kind === "gone"
      ? text.replace("改动都留着", "已存入的都在台账里，没有存入的请重新放入") : text);
  }

  show() {
    showTop(this);
    this.files.show();
    this.round.show();
    this.drop.answered();
    if (this.view.said && this.view.said !== this.toldOf) setText(this.said, this.view.said);
    this.toldOf = this.view.said;
    this.showFile();
    document.title = "年报";
  }
}

export default rendering(Page);
