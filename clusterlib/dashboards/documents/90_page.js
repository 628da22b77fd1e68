// The page: builds its parts once, then shows each answer of the kernel.

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, " lpage dpage", "正在读取申报材料和台账……");
  }

  // Nothing that was chosen is lost with the kernel; what was being made is asked for anew.
  resumed() {
    return [];
  }

  build() {
    this.sentence = h("p", { class: "sentence", role: "status" });
    this.told = h("div", { class: "told" });
    this.reason = new Reason(this);
    this.cases = new Cases(this);
    this.preview = new Preview(this);
    this.progress = h("p", { class: "progress", role: "status", hidden: true });
    this.root.append(h("div", { class: "page" }, buildTop(this), this.sentence, this.told,
      this.reason.node, this.progress,
      h("main", {}, h("div", { class: "lists scroll", tabindex: 0, role: "region", "aria-label": "办件" },
        this.cases.matrix, this.cases.detail, this.cases.others, this.cases.versions),
      this.preview.node),
      h("footer", { class: "foot" }, h("span", { class: "dim" }, this.layout.pdf_told
        || "正文应为仿宋；本机没有的，以宋体一类代替"), h("span", { class: "grow" }), this.said)));
    this.onProgress = () => this.making();
    this.model.on("change:progress", this.onProgress);
    this.onFocus = () => this.link.send("watch", {}, { passing: true, merge: true });
    window.addEventListener("focus", this.onFocus);
  }

  stop() {
    super.stop();
    this.model.off("change:progress", this.onProgress);
    if (this.onFocus) window.removeEventListener("focus", this.onFocus);
  }

  choose(what) {
    this.link.send("choose", what, { passing: true });
  }

  make(what, reason) {
    if (this.link.waitsFor("make")) return;
    this.asked = what;
    setText(this.said, "");
    this.link.send("make", { what, reason: reason || "", pdf: this.pdf.checked },
      { passing: true, slow: "正在生成文书……" });
    showTop(this);
    this.reason.show();
    this.making();
  }

  making() {
    const { done, of, term } = this.model.get("progress");
    this.progress.hidden = !this.link.waitsFor("make");
    setText(this.progress, !done ? "正在生成文书……" : done < of
      ? `正在生成文书 ${done}/${of}：${term}` : `已生成 ${of} 份，正在存盘${this.pdf.checked ? "、转 PDF" : ""}……`);
    this.progress.style.setProperty("--share", `${of ? (100 * done) / of : 0}%`);
  }

  tell(kind, text) {
    super.tell(kind, kind === "dead" || kind === "gone"
      ? text.replace("改动都留着", "已生成的都在“文书”里") : text);
  }

  show() {
    showTop(this);
    this.reason.show();
    this.cases.show();
    this.preview.show();
    this.making();
    if (this.view.said && this.view.said !== this.toldOf) setText(this.said, this.view.said);
    this.toldOf = this.view.said;
    this.showFile();
    document.title = "文书";
  }
}

export default rendering(Page);
