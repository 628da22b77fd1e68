// The page: builds its parts once, then shows each answer of the kernel.

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, " ipage", "正在打开受理台，请稍候……");
  }

  // Of what was not acknowledged only a confirmed figure stands without its workbook.
  resumed(requests) {
    return requests.filter((request) => request.do === "confirm");
  }

  stop() {
    super.stop();
    clearTimeout(this.run && this.run.timer);
  }

  build() {
    this.drop = new Drop(this);
    this.list = new List(this);
    this.run = new RunPart(this);
    this.detail = new Detail(this);
    this.refused = h("p", { class: "trouble", role: "alert", hidden: true });
    this.root.append(h("div", { class: "page" }, buildBar(this),
      h("main", {}, buildRules(this), this.refused, h("div", { class: "two" },
        h("div", { class: "left" }, this.drop.node, this.list.node, this.run.node),
        this.detail.node)),
      h("footer", { class: "foot" }, this.said)));
    this.drop.listen(this.root);
  }

  tell(kind, text) {
    if (kind === "dead" || kind === "gone" || kind === "out") {
      text = text.split("，")[0] + "。已保存的核定值、已完成的评价结果都在工作文件夹里；"
        + "请重新打开本页，再放入申报表。";
    }
    super.tell(kind, text);
  }

  show() {
    showTop(this);
    this.list.show();
    this.run.show();
    this.detail.show();
    this.drop.answered();
    this.detail.entry.answered();
    this.showFile();
    // Saved after the page was opened anew: its workbook, and so its form, are not here.
    if (this.view.saved && !this.view.chosen) setText(this.said, this.view.saved);
    document.title = "申报受理";
  }
}

export default rendering(Page);
