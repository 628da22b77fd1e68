// The page: builds its parts once, then shows each answer of the kernel.

// After a reconnection the kernel may answer one request twice, and counts on with each
// answer. The gap keeps the number of the next request above that count: it is dealt with,
// not taken for one that was sent again.
const GAP = 16;

class GapLink extends Link {
  pump() {
    if (!this.flying && this.queue.length && !this.lost) this.seq += GAP;
    super.pump();
  }
}

class Page {
  constructor(model, el) {
    this.model = model;
    this.layout = model.get("texts");
    this.buttons = {};
    this.root = h("div", { class: "cl ipage" + (inVoila() ? " full" : "") });
    el.append(this.root);
    this.banner = h("div", { class: "banner", role: "alert", hidden: true });
    this.link = new GapLink(model, (kind, text) => this.tell(kind, text));
    this.files = model.get("file").number || 0;
  }

  start() {
    this.waiting = h("p", { class: "waiting", role: "status" }, "正在打开受理台，请稍候……");
    this.root.append(this.banner, this.waiting);
    this.onAnswer = () => this.answered();
    this.model.on("change:answer", this.onAnswer);
    const stored = this.link.stored();
    this.link.send("open", {}, { passing: true });
    // Of what was not acknowledged only a confirmed figure stands without its workbook.
    for (const request of (stored && stored.waiting) || []) {
      if (request.do === "confirm") this.link.send("confirm", { record: request.record });
    }
  }

  stop() {
    this.model.off("change:answer", this.onAnswer);
    clearTimeout(this.run && this.run.timer);
  }

  build() {
    this.waiting.remove();
    this.drop = new Drop(this);
    this.list = new List(this);
    this.run = new RunPart(this);
    this.detail = new Detail(this);
    this.refused = h("p", { class: "trouble", role: "alert", hidden: true });
    this.said = h("p", { class: "said", role: "status" });
    this.root.append(h("div", { class: "page" }, buildBar(this),
      h("main", {}, buildRules(this), this.refused, h("div", { class: "two" },
        h("div", { class: "left" }, this.drop.node, this.list.node, this.run.node),
        this.detail.node)),
      h("footer", { class: "foot" }, this.said)));
    this.drop.listen(this.root);
  }

  // A file: the kernel makes it, the browser saves it under its name.
  want(what, args) {
    if (this.link.waitsFor(what)) return;
    setText(this.said, "正在生成文件……");
    this.link.send(what, args, { passing: true });
  }

  showFile() {
    const file = this.model.get("file");
    if (!file.number || file.number === this.files) return;
    this.files = file.number;
    const href = URL.createObjectURL(new Blob([copyOf(file.data)], { type: file.type }));
    const anchor = h("a", { href, download: file.name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    setText(this.said, `已下载 ${file.name}`);
  }

  tell(kind, text) {
    if (kind === "dead" || kind === "gone") {
      text = text.split("，")[0] + "。已保存的核定值、已完成的评价结果都在工作文件夹里；"
        + "请重新打开本页，再放入申报表。";
    }
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
      if (!this.list) this.build();
      this.show();
    }
    this.link.answered();
    const problem = this.model.get("problem");
    if (problem && !this.link.lost) this.tell("error", problem);
    if (this.said && problem) setText(this.said, "");
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
    this.root.dataset.answer = this.model.get("answer");
  }
}

function render({ model, el }) {
  const page = new Page(model, el);
  page.start();
  return () => page.stop();
}

export default { render };
