// Taking files in: by dropping and by the file dialog, one after another, in parts.

const PART_BYTES = 512 * 1024;

class Drop {
  constructor(page) {
    this.page = page;
    this.waiting = [];
    this.now = null;
    this.number = 0;
    this.refused = [];
    this.input = h("input", { type: "file", multiple: true, class: "hiddenfile", tabindex: -1,
      accept: page.layout.endings.join(","), "aria-label": `选择${page.layout.paper}`,
      onchange: () => {
        this.take([...this.input.files]);
        this.input.value = "";
      } });
    this.text = h("span", { role: "status" });
    this.list = h("ul", { class: "refused", "aria-label": "没有收下的文件" });
    this.node = h("div", { class: "drop" },
      h("button", { type: "button", class: "zone", onclick: () => this.choose() },
        h("b", {}, `把${page.layout.paper}拖到这里，或按此选择文件`),
        h("span", { class: "dim" }, `可一次多份；${page.layout.endings.join("、")}，`
          + `每份不超过 ${page.layout.largest / 1e6}MB；只留在本次会话，关闭本页即删`)),
      this.input, this.text, this.list);
    this.show();
  }

  // The whole page takes files, so that a near miss does not leave the page.
  listen(root) {
    root.addEventListener("dragover", (event) => {
      event.preventDefault();
      root.classList.add("over");
    });
    root.addEventListener("dragleave", (event) => {
      if (!root.contains(event.relatedTarget)) root.classList.remove("over");
    });
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      root.classList.remove("over");
      this.take([...event.dataTransfer.files]);
    });
  }

  choose() {
    this.input.click();
  }

  take(files) {
    this.refused = [];
    for (const file of files) {
      const why = this.against(file);
      if (why) this.refused.push(`${file.name}：${why}`);
      else this.waiting.push(file);
    }
    this.show();
    this.next();
  }

  against(file) {
    const { endings, largest } = this.page.layout;
    const ending = (/\.[^.]*$/.exec(file.name) || [""])[0].toLowerCase();
    if (!endings.includes(ending)) return `不是${this.page.layout.workbook}，应为 ${endings.join("、")}。`;
    if (file.size > largest) {
      return `文件超过 ${largest / 1e6}MB，没有收下。请删去图片、附件后再放入。`;
    }
    return file.size ? "" : "文件是空的。请核对文件。";
  }

  next() {
    if (this.now || !this.waiting.length) return this.show();
    this.number += 1;
    this.now = { file: this.waiting.shift(), id: `${Date.now()}-${this.number}` };
    this.show();
    return this.part(0);
  }

  async part(at) {
    const { file, id } = this.now;
    let buffer;
    try {
      buffer = await file.slice(at, at + PART_BYTES).arrayBuffer();
    } catch {
      return this.over("读不到文件，可能已被移走或正被占用。请核对后再放入。");
    }
    return this.page.link.send("part", { upload: id, name: file.name, size: file.size, at,
      data: new DataView(buffer), rest: this.waiting.length
        + (at + PART_BYTES < file.size ? 1 : 0) }, { passing: true });
  }

  // The kernel has said how much it has.
  answered() {
    const told = this.page.model.get("upload");
    if (!this.now || told.upload !== this.now.id || told === this.told) return;
    this.told = told;
    const failed = this.page.model.get("problem");
    if (told.error || failed) this.over(told.error || failed);
    else if (told.whole) this.over("");
    else this.part(told.have);
  }

  over(error) {
    if (error) this.refused.push(error.startsWith(this.now.file.name) ? error
      : `${this.now.file.name}：${error}`);
    this.now = null;
    // The answer that closes a row of files brings the list; ask where the last one failed.
    if (error && !this.waiting.length) this.page.link.send("watch", {}, { passing: true });
    this.next();
  }

  show() {
    setText(this.text, this.now
      ? `正在收 ${this.now.file.name}${this.waiting.length ? `，还有 ${this.waiting.length} 份` : ""}……`
      : "");
    setChildren(this.list, JSON.stringify(this.refused), () =>
      this.refused.map((text) => h("li", {}, h("b", {}, "没有收下 "), text)));
  }
}
