// Saving, freezing and printing. What they say is composed in the kernel.

class Dialogs {
  constructor(page) {
    this.page = page;
    this.node = h("dialog", { class: "dlg", "aria-labelledby": "cl-dialog-title" });
    this.paper = h("div", { class: "cl-paper" });
    this.answered = 0;
  }

  show() {
    const dialog = this.page.model.get("dialog");
    if (!dialog.number || dialog.number === this.answered) return;
    this.answered = dialog.number;
    if (dialog.kind === "preview") this.save(dialog);
    else if (dialog.kind === "saved") this.saved(dialog);
    else if (dialog.kind === "print") this.print(dialog);
  }

  fill(title, ...parts) {
    this.node.replaceChildren(h("h2", { id: "cl-dialog-title" }, title),
      ...parts.filter(Boolean));
    if (!this.node.open) this.node.showModal();
  }

  close() {
    this.node.close();
    this.node.replaceChildren(); // a closed dialog keeps no names: they may be hidden next
  }

  save(dialog) {
    const field = (name, label, value) => {
      const input = h("input", { type: "text", name, value, required: true, autocomplete: "off" });
      return h("label", {}, h("span", {}, label), input);
    };
    const note = h("p", { class: "bad", role: "alert" });
    const button = h("button", { type: "submit", class: "main", disabled: !dialog.changes.length },
      "保存草案");
    const form = h("form", { onsubmit: (event) => {
      event.preventDefault();
      if (this.page.link.waitsFor("save")) return; // pressed twice
      this.page.link.send("save", Object.fromEntries(new FormData(form)));
      button.disabled = true;
      note.textContent = "正在保存……";
    } },
    field("author", "修改人", dialog.author), field("reason", "修改理由", dialog.reason),
    field("start", "生效日", dialog.start),
    h("dl", {}, h("dt", {}, "原稿"), h("dd", {}, dialog.parent),
      h("dt", {}, "假定"), h("dd", {}, this.page.view.assumeText),
      h("dt", {}, "改了什么"), h("dd", {}, ...lines(dialog.changes)),
      h("dt", {}, "影响到谁"), h("dd", {}, ...lines(dialog.effects))),
    h("label", {}, h("span", {}, "重开此页的链接"), this.link()),
    note,
    h("div", { class: "acts" }, h("button", { type: "button", onclick: () => this.close() }, "取消"),
      button));
    this.fill("保存草案", form);
    if (dialog.error) note.textContent = dialog.error;
    form.elements.author.focus();
  }

  link() {
    const address = `${location.origin}${location.pathname}?state=${this.page.view.state}`;
    const input = h("input", { type: "text", readonly: true, value: address, class: "address",
      onfocus: () => input.select() });
    return input;
  }

  saved(dialog) {
    this.fill("已保存", ...lines(dialog.text),
      dialog.warning ? h("p", { class: "warn", role: "alert" }, dialog.warning) : null,
      h("p", {}, ...dialog.files.map((file) => h("a", { href: addressOf(file), download: file.name,
        class: "file" }, file.name))),
      h("div", { class: "acts" }, h("button", { type: "button", class: "main",
        onclick: () => this.close() }, "好")));
  }

  freeze() {
    this.fill("结束盲评", h("p", {}, "结束后显示单位名称，达标值同时冻结，本页不能再改动达标值。"),
      h("div", { class: "acts" }, h("button", { type: "button", onclick: () => this.close() }, "继续盲评"),
        h("button", { type: "button", class: "main", onclick: () => {
          this.close();
          this.page.link.send("blind", { on: false });
        } }, "冻结并显示名称")));
  }

  // The sheet that is signed: it stands beside the page and only the printer shows it.
  print(dialog) {
    const head = h("tr", {}, ...["指标", "单位", ...this.page.layout.tiers.flatMap((term) =>
      [`${term} 原`, `${term} 现`])].map((label) => h("th", { scope: "col" }, label)));
    const rows = dialog.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name),
      h("td", {}, row.unit), ...row.values.flatMap(([was, now]) => [h("td", {}, was),
        h("td", { class: was === now ? null : "changed" }, was === now ? now : `${now}（改）`)])));
    this.paper.replaceChildren(h("h1", {}, dialog.title), h("p", {}, dialog.about),
      h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)),
      ...lines(dialog.notes),
      h("div", { class: "sign" }, ...dialog.signatures.map((who) =>
        h("span", {}, who + "：＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿"))));
    document.body.append(this.paper);
    document.body.classList.add("cl-printing");
    window.addEventListener("afterprint", () => {
      document.body.classList.remove("cl-printing");
      this.paper.remove();
    }, { once: true });
    window.print();
  }
}

function lines(texts) {
  return texts.map((text) => h("div", {}, text));
}
