// The paper as it would be issued, in a frame in which nothing runs.

const PAPER_WIDTH = 690;
const WIDE_PAPER_WIDTH = 1080;

class Preview {
  constructor(page) {
    this.page = page;
    this.title = h("h2", {});
    this.readers = h("span", { class: "seg", role: "group", "aria-label": "版本" });
    this.frame = h("iframe", { title: "文书预览", sandbox: "allow-same-origin allow-modals", tabindex: 0 });
    this.sheet = h("div", { class: "sheet" }, this.frame);
    this.print = h("button", { type: "button", onclick: () => this.frame.contentWindow.print() },
      "打印");
    this.node = h("aside", { class: "preview", "aria-label": "预览" },
      h("div", { class: "ptop" }, this.title, this.readers), this.sheet,
      h("div", { class: "pfoot" }, h("span", { class: "dim" }, "打印与 PDF 按 A4 分页、编页码"), this.print));
    new ResizeObserver(() => this.scale()).observe(this.sheet);
  }

  show() {
    const { view, layout } = this.page;
    const shown = this.page.model.get("preview");
    setText(this.title, shown.title || "没有可看的文书");
    setChildren(this.readers, view.version, () => layout.versions.map(([id, term]) =>
      h("button", { type: "button", "aria-pressed": String(view.version === id),
        onclick: () => this.page.choose({ version: id }) }, term)));
    this.sheet.hidden = !shown.html;
    this.print.disabled = !shown.html;
    this.width = shown.wide ? WIDE_PAPER_WIDTH : PAPER_WIDTH;
    if (this.html !== shown.html) {
      this.html = shown.html;
      this.frame.srcdoc = shown.html || "";
    }
    this.scale();
  }

  scale() {
    const { clientWidth, clientHeight } = this.sheet;
    if (!clientWidth || !this.width) return;
    const scale = clientWidth / this.width;
    this.frame.style.width = `${this.width}px`;
    this.frame.style.height = `${clientHeight / scale}px`;
    this.frame.style.transform = `scale(${scale})`;
  }
}
