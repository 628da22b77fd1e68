// Files on their way in and out, in parts: the next part goes when the last was answered.

const UPLOAD_BYTES = 512 * 1024;
const ASK_AGAIN_MS = 6000;

class Uploads {
  constructor(page) {
    this.page = page;
    this.queue = [];
    this.current = null;
    this.done = 0;
    this.refused = [];
    this.taken = 0;
  }

  // What can be refused is refused here, before a byte is sent; the kernel checks again.
  add(files) {
    const limits = this.page.layout;
    for (const file of files) {
      const why = this.wrong(file, limits);
      if (why) this.refused.push({ name: file.name, why });
      else {
        this.queue.push(file);
        this.taken += file.size;
      }
    }
    this.show();
    this.next();
  }

  wrong(file, limits) {
    const ending = (/\.[^.]*$/.exec(file.name) || [""])[0].toLowerCase();
    if (!limits.endings.includes(ending)) {
      return `不是申报工作簿（只收 ${limits.endings.join("、")}；文件夹请打开后选其中的文件）`;
    }
    if (file.size > limits.largest) {
      return `${Math.ceil(file.size / 1e6)} MB，超过 ${limits.largest / 1e6} MB，没有上传；请删去图片、附件后再拖入`;
    }
    if (!file.size) return "文件是空的，请核对";
    if (this.taken + file.size > limits.largestSession
      || this.page.view.list.length + this.queue.length >= limits.most) {
      return `本次至多收 ${limits.most} 份、合计 ${limits.largestSession / 1e6} MB；请先评价已收到的，再重新打开本页`;
    }
    return "";
  }

  next() {
    if (this.current || !this.queue.length) return;
    const file = this.queue.shift();
    this.current = { file, id: `${Date.now()}-${this.done}`, at: 0 };
    this.part();
  }

  async part() {
    const { file, id, at } = this.current;
    let data;
    try {
      data = await file.slice(at, at + UPLOAD_BYTES).arrayBuffer();
    } catch {
      this.ended({ bad: true, text: `${file.name}：读不出，可能已移动或正被占用，请重新选择。` });
      return;
    }
    if (!this.current || this.current.id !== id) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), ASK_AGAIN_MS);
    this.page.model.send({ kind: "part", upload: id, name: file.name, size: file.size, at },
      undefined, [data]);
    this.show();
  }

  again() {
    if (this.current && !this.page.link.lost) this.part();
  }

  got(message) {
    if (!this.current || message.upload !== this.current.id) return;
    clearTimeout(this.timer);
    if (message.done) this.ended(message);
    else {
      this.current.at = message.at;
      this.part();
    }
  }

  ended(message) {
    clearTimeout(this.timer);
    if (message.bad) {
      const name = this.current.file.name;
      this.refused.push({ name, why: message.text.replace(`${name}：`, "") });
    }
    this.done += 1;
    this.current = null;
    if (!this.queue.length) {
      this.done = 0;
      this.page.link.send("look", {}, { passing: true });
    }
    this.show();
    this.next();
  }

  show() {
    const left = this.queue.length + (this.current ? 1 : 0);
    const name = this.current ? this.current.file.name : "";
    setText(this.page.parts.progress, left
      ? `正在收第 ${this.done + 1} 份，共 ${this.done + left} 份：${name}` : "");
    const refused = this.page.parts.refused;
    refused.hidden = !this.refused.length;
    setChildren(refused, JSON.stringify(this.refused), () => [
      h("b", {}, `没有收下 ${this.refused.length} 份`),
      h("button", { type: "button", class: "plain", onclick: () => {
        this.refused = [];
        this.show();
        this.page.parts.pick.focus();
      } }, "知道了"),
      h("ul", {}, ...this.refused.map((file) => h("li", {}, h("b", {}, file.name), "：", file.why))),
    ]);
  }
}

class Downloads {
  constructor(page) {
    this.page = page;
    this.number = 0;
    this.current = null;
  }

  get(what, which) {
    if (this.current && Date.now() - this.current.asked < 15000) return;
    this.number += 1;
    this.current = { id: `${Date.now()}-${this.number}`, what, which, parts: [], have: 0 };
    this.page.say("", "正在准备文件……");
    this.ask();
  }

  ask() {
    const { id, what, which, have } = this.current;
    this.current.asked = Date.now();
    this.page.model.send({ kind: "get", id, what, which, at: have }, undefined, []);
  }

  got(message, buffers) {
    const file = this.current;
    if (!file || message.id !== file.id) return;
    if (message.error) {
      this.current = null;
      this.page.say("bad", message.error);
      return;
    }
    if (message.of !== undefined) {
      this.page.say("", `正在准备发送包：${message.built}/${message.of}`);
      this.ask();
      return;
    }
    const part = new Uint8Array(copyOf(buffers[0]));
    file.parts.push(part);
    file.have += part.length;
    if (file.have < message.total && part.length) this.ask();
    else this.save(message);
  }

  save(message) {
    const href = URL.createObjectURL(new Blob(this.current.parts, { type: message.type }));
    this.current = null;
    const anchor = h("a", { href, download: message.name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    const failed = message.failed || [];
    this.page.say(failed.length ? "bad" : "ok", `已下载 ${message.name}`
      + (failed.length ? `；其中 ${failed.length} 家没有：${failed.join("、")}` : "。"));
  }
}
