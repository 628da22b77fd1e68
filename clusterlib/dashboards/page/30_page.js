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
    this.offer = h("div", { class: "offer", role: "status", hidden: true });
    // It can be focused, so that keys reach the page after a click on text.
    this.root = h("div", { class: "cl" + look + (inVoila() ? " full" : ""), tabindex: "-1" },
      this.banner, this.offer, this.waiting);
    this.onKey = (event) => this.guard(event);
    window.addEventListener("keydown", this.onKey, true);
    el.append(this.root);
    this.link = new Link(model, (kind, text) => this.tell(kind, text));
  }

  start() {
    this.onAnswer = () => this.answered();
    this.model.on("change:answer", this.onAnswer);
    const kept = this.link.kept();
    this.waitingFor = kept;
    this.link.send("open", { search: location.search, voila: inVoila(),
      kept: kept.map(({ slot, state, link }) => ({ slot, state, link })) }, { passing: true });
  }

  // Once it was opened, the address carries no state: what is made here is newer. What an
  // earlier visit kept for this very standard goes out now, unless a link took its place.
  opened() {
    const own = this.waitingFor.find((found) => found.slot === this.layout.key);
    const link = this.view.link || "";
    if (own && (own.link || "") === link) this.link.resume(this.resumed(own.waiting || []));
    else if (own) this.link.setAside(own);
    if (inVoila() && location.search) history.replaceState(null, "", placed("", true));
  }

  showOffer() {
    const { offer } = this.view;
    this.offer.hidden = !offer;
    setChildren(this.offer, JSON.stringify(offer || ""), () => (offer ? [offer.text,
      ...[["take", "套用"], ["decline", "不要"]].map(([what, label]) =>
        h("button", { type: "button", onclick: () => {
          this.link.forget();
          this.link.send(what, {});
        } }, label))] : []));
  }

  // Of what an earlier visit kept, what can be dealt with now.
  resumed(requests) {
    return requests;
  }

  stop() {
    this.model.off("change:answer", this.onAnswer);
    this.link.end();
    window.removeEventListener("keydown", this.onKey, true);
  }

  // Keys that the page means are not commands of JupyterLab; all others are (Ctrl+S).
  guard(event) {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey);
    this.root.toggleAttribute("data-lm-suppress-shortcuts", this.root.contains(event.target)
      && (plain || "zyacvx".includes((event.key || "").toLowerCase())));
  }

  answered() {
    this.view = this.model.get("view");
    if (this.view.ready) {
      if (!this.built) {
        this.built = true;
        this.layout = this.model.get("texts");
        this.waiting.remove();
        this.build();
        this.opened();
        window.clusterlibOpened = true;
      }
      this.show();
      this.showOffer();
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
    if (kind === "dead" || kind === "gone" || kind === "out") {
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

  // Names are hidden or shown anew: nothing that was said before may tell them.
  hushed() {
    setText(this.said, "");
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
