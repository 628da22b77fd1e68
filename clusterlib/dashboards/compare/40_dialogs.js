// Ending 盲评, and the link.

class Dialogs {
  constructor(page) {
    this.page = page;
    this.node = h("dialog", { class: "dlg", "aria-labelledby": "cp-dialog-title" });
  }

  fill(title, ...parts) {
    this.node.replaceChildren(h("h2", { id: "cp-dialog-title" }, title), ...parts);
    this.node.showModal();
  }

  acts(...buttons) {
    return h("div", { class: "acts" }, ...buttons);
  }

  close() {
    this.node.close();
  }

  unblind() {
    this.fill("结束盲评", h("p", {}, "结束后显示单位名称，候选和假定同时定住，本页不能再改。"),
      this.acts(h("button", { type: "button", onclick: () => this.close() }, "继续盲评"),
        h("button", { type: "button", class: "main", onclick: () => {
          this.close();
          this.page.link.send("blind", { on: false });
        } }, "定住并显示名称")));
  }

  link() {
    const said = h("p", { class: "dim", role: "status" }, "链接里有候选、标准的改动和假定。");
    const input = h("input", { type: "text", readonly: true, "aria-label": "重开此页的链接",
      value: this.page.address(), onfocus: () => input.select() });
    const copy = async () => {
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
        setText(said, "已复制。");
      } catch {
        setText(said, "浏览器不让自动复制，请按 Ctrl+C。");
      }
    };
    this.fill("重开此页的链接", h("label", {}, input), said,
      this.acts(h("button", { type: "button", onclick: () => this.close() }, "关闭"),
        h("button", { type: "button", class: "main", onclick: copy }, "复制链接")));
    input.focus();
  }
}
