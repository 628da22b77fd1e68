// The page: builds its parts once, then shows each answer of the kernel.

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, " lpage rpage", "正在打开台账……");
  }

  // Of what was not acknowledged only an entry must not be lost; the store takes it once.
  resumed(requests) {
    return requests.filter((request) => request.do === "record");
  }

  build() {
    this.work = new Worklist(this);
    this.titles = new Titles(this);
    this.one = new OneTitle(this);
    this.entry = new Entry(this);
    this.sentence = h("p", { class: "sentence", role: "status" });
    this.filters = buildFilters(this);
    this.two = h("div", { class: "two" }, this.work.node, this.titles.node);
    this.root.append(h("div", { class: "page" }, buildTop(this), h("main", {}, this.filters,
      this.sentence, this.two, this.one.node),
    h("footer", { class: "foot" }, buildLegend(), this.said, h("span", { class: "grow" }),
      this.titles.turn, this.titles.count)), this.entry.node);
    this.onFocus = () => this.link.send("watch", {}, { passing: true, merge: true });
    window.addEventListener("focus", this.onFocus);
  }

  stop() {
    super.stop();
    if (this.onFocus) window.removeEventListener("focus", this.onFocus);
  }

  choose(what, options) {
    this.link.send("choose", what, { passing: true, ...options });
  }

  tell(kind, text) {
    super.tell(kind, kind === "dead" || kind === "gone"
      ? text.replace("改动都留着", "已记入的都在台账里，没有确认的会在重新打开后补发") : text);
  }

  show() {
    const one = Boolean(this.view.title);
    showTop(this);
    this.two.hidden = this.titles.count.hidden = this.titles.turn.hidden = one;
    this.one.node.hidden = !one;
    if (one) this.one.show();
    else {
      this.work.show();
      this.titles.show();
    }
    this.entry.answered();
    if (this.view.said && this.view.said !== this.toldOf) {
      this.toldOf = this.view.said;
      setText(this.said, this.view.said);
    }
    this.showFile();
    document.title = one ? this.view.title.name : "称号台账";
  }
}

export default rendering(Page);
