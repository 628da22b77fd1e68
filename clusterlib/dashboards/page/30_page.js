// What every page does: opens, shows each answer, says what is wrong, hands out files.
//
// A page has `build()`, once, and `show()`, after each answer; `opening` stands there before
// the first one, `built` is true after it.

class BasePage {
  constructor(model, el, look, opening) {
    this.model = model;
    this.layout = model.get("texts");
    this.buttons = {};
    this.files = model.get("file") ? model.get("file").number || 0 : 0;
    this.banner = h("div", { class: "banner", role: "alert", hidden: true });
    this.waiting = h("p", { class: "waiting", role: "status" }, opening);
    this.said = h("p", { class: "said", role: "status" });
    this.root = h("div", { class: "cl" + look + (inVoila() ? " full" : "") },
      this.banner, this.waiting);
    el.append(this.root);
    this.link = new Link(model, (kind, text) => this.tell(kind, text));
  }

  start() {
    this.onAnswer = () => this.answered();
    this.model.on("change:answer", this.onAnswer);
    const stored = this.link.stored();
    this.link.send("open", { search: location.search, stored, voila: inVoila() }, { passing: true });
    this.link.resume(this.resumed((stored && stored.waiting) || []));
  }

  // Of what an earlier visit kept, what can be dealt with now.
  resumed(requests) {
    return requests;
  }

  stop() {
    this.model.off("change:answer", this.onAnswer);
  }

  answered() {
    this.view = this.model.get("view");
    if (this.view.ready) {
      if (!this.built) {
        this.built = true;
        this.layout = this.model.get("texts");
        this.waiting.remove();
        this.build();
      }
      this.show();
      this.root.dataset.answer = this.model.get("answer");
    }
    this.link.answered();
    const problem = this.model.get("problem");
    if (!problem) return;
    setText(this.said, "");
    if (!this.link.lost) this.tell("error", problem);
    if (!this.built) setText(this.waiting, "这一页没有打开。");
  }

  tell(kind, text) {
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
    const href = addressOf(file);
    const anchor = h("a", { href, download: file.name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    setText(this.said, `已下载 ${file.name}`);
  }
}

function addressOf(file) {
  return URL.createObjectURL(new Blob([copyOf(file.data)], { type: file.type }));
}

function rendering(Kind) {
  return { render({ model, el }) {
    const page = new Kind(model, el);
    page.start();
    return () => page.stop();
  } };
}
