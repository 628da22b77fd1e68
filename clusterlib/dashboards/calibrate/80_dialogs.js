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
    else if (dialog.kind === "drafts") this.drafts(dialog);
    else if (dialog.kind === "beside") this.beside(dialog);
    else if (dialog.kind === "movers") this.movers(dialog);
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
    const address = placed(`state=${this.page.view.state}`);
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

  acts(...buttons) {
    return h("div", { class: "acts" }, ...buttons,
      h("button", { type: "button", onclick: () => this.close() }, "关闭"));
  }

  drafts(dialog) {
    const { link, view } = this.page;
    const pair = h("button", { type: "button", disabled: true, onclick: () =>
      link.send("beside", { names: chosen() }, { passing: true }) }, "并排看选中的两份");
    const chosen = () => [...list.querySelectorAll("input:checked")].map((node) => node.value);
    const row = (name, about, act) => h("li", {}, h("label", {},
      h("input", { type: "checkbox", value: name, onchange: () => {
        pair.disabled = chosen().length !== 2;
      } }), h("b", {}, name), h("span", { class: "dim" }, about)), act);
    const list = h("ul", { class: "drafts" }, row(dialog.now, "还没有存的改动也在内", null),
      ...dialog.files.map((file) => row(file.name, file.about, h("button", { type: "button",
        "aria-label": `打开${file.name}`, disabled: view.frozen, onclick: () => {
          this.close();
          link.send("load", { name: file.name });
        } }, "打开"))));
    this.fill("修改稿", dialog.files.length ? null
      : h("p", {}, `工作文件夹的 ${dialog.folder} 里还没有这个行业的修改稿。`), list, this.acts(pair));
  }

  beside(dialog) {
    const table = (label, rows) => h("table", { class: "beside", "aria-label": label },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, label),
        ...dialog.heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map(([name, was, ...others]) => h("tr", {},
        h("th", { scope: "row" }, name), h("td", {}, was), ...others.map((text) =>
          h("td", { class: text === was ? null : "change" }, text))))));
    this.fill("两份修改稿并排", dialog.rows.length ? table("不同的达标值", dialog.rows)
      : h("p", {}, "两份与原稿的达标值都相同。"), table("各级家数", dialog.counts), this.acts());
  }

  movers(dialog) {
    const parts = dialog.parts.flatMap((part) => {
      const area = h("textarea", { readonly: true, rows: 8, "aria-label": part.title });
      area.value = part.text;
      const copy = h("button", { type: "button", onclick: () => {
        area.select();
        document.execCommand("copy"); // also where the page does not come over HTTPS
        copy.textContent = "已复制，可粘贴到 Excel";
      } }, "复制");
      return [h("h3", {}, part.title, copy), area];
    });
    this.fill("变化名单", ...parts, this.acts());
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
