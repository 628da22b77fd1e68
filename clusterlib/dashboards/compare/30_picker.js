// Choosing candidates: search, tick, order. Confirmed as a whole.

class Picker {
  constructor(page) {
    this.page = page;
    this.chosen = [];
    this.input = h("input", { type: "search", "aria-label": "查找申报单位", autocomplete: "off",
      oninput: () => this.search(), onkeydown: (event) => this.keyInSearch(event) });
    this.list = h("ul", { class: "list", "aria-label": "申报单位" });
    this.list.addEventListener("keydown", (event) => this.keyInList(event));
    this.order = h("ol", { class: "order", "aria-label": "已选候选" });
    this.hint = h("p", { class: "dim", role: "status" });
    this.done = h("button", { type: "button", class: "main", onclick: () => this.confirm() });
    this.node = h("dialog", { class: "dlg picker", "aria-labelledby": "cp-pick-title" },
      h("h2", { id: "cp-pick-title" }, "换候选"),
      h("div", { class: "two" },
        h("div", {}, h("label", {}, h("span", {}, "查找"), this.input), this.list),
        h("div", {}, h("h3", {}, "已选，从左到右"), this.order)),
      this.hint,
      h("div", { class: "acts" }, h("button", { type: "button", onclick: () => this.node.close() }, "取消"),
        this.done));
    this.node.addEventListener("close", () => this.empty());
  }

  // A closed picker keeps no names: they may be hidden next.
  empty() {
    this.list.replaceChildren();
    this.list._key = "";
    this.shown = null;
    this.waits = false;
    this.order.replaceChildren();
    this.chosen = [];
  }

  open() {
    this.chosen = this.page.view.picked.slice();
    this.input.value = "";
    this.showChosen();
    this.node.showModal();
    this.input.focus();
    this.search();
  }

  search() {
    this.page.link.send("search", { text: this.input.value }, { merge: true, passing: true });
  }

  show() {
    const found = this.page.model.get("found");
    if (!this.node.open || !found.rows) return;
    setChildren(this.list, JSON.stringify(found), () => found.rows.map((row) => {
      const box = h("input", { type: "checkbox", onchange: () => this.toggle(row) });
      box._row = row.row;
      return h("li", {}, h("label", {}, box, h("b", {}, row.name), h("span", {}, row.tier),
        h("small", {}, row.about)));
    }));
    this.more = found.more;
    this.shown = found.text;
    this.tick();
    if (this.waits && this.shown === this.input.value) this.takeFirst();
  }

  toggle(row) {
    const at = this.chosen.findIndex((one) => one.row === row.row);
    if (at >= 0) this.chosen.splice(at, 1);
    else if (this.chosen.length < this.page.layout.most) this.chosen.push(row);
    this.showChosen();
  }

  move(place, by) {
    const [one] = this.chosen.splice(place, 1);
    this.chosen.splice(place + by, 0, one);
    this.showChosen();
    const buttons = this.order.children[place + by].querySelectorAll("button");
    const same = [...buttons].find((button) => button._by === by && !button.disabled);
    (same || buttons[buttons.length - 1]).focus();
  }

  showChosen() {
    const button = (label, words, act, by, disabled) => {
      const node = h("button", { type: "button", "aria-label": words, onclick: act, disabled }, label);
      node._by = by;
      return node;
    };
    this.order.replaceChildren(...this.chosen.map((one, place) => h("li", {},
      h("span", {}, h("b", {}, one.name), ` ${one.tier}`),
      button("前移", `${one.name}前移`, () => this.move(place, -1), -1, !place),
      button("后移", `${one.name}后移`, () => this.move(place, 1), 1, place === this.chosen.length - 1),
      button("移出", `移出${one.name}`, () => {
        this.toggle(one);
        this.input.focus();
      }, 0, false))));
    this.tick();
  }

  tick() {
    const { least, most } = this.page.layout;
    const full = this.chosen.length >= most;
    for (const box of this.list.querySelectorAll("input")) {
      box.checked = this.chosen.some((one) => one.row === box._row);
      box.disabled = full && !box.checked;
    }
    this.done.disabled = this.chosen.length < least;
    setText(this.done, `对比这 ${this.chosen.length} 家`);
    const parts = [full ? `已满 ${most} 家，先移出再选。` : `请选 ${least} 至 ${most} 家。`];
    if (this.list._key && !this.list.children.length) parts.push("没有找到，请换个词。");
    if (this.more) parts.push(`另有 ${this.more} 家没有列出，请再输入几个字。`);
    setText(this.hint, parts.join(""));
  }

  confirm() {
    this.page.link.send("pick", { rows: this.chosen.map((one) => one.row) });
    this.node.close();
  }

  keyInSearch(event) {
    const boxes = [...this.list.querySelectorAll("input")];
    if (event.key === "ArrowDown" && boxes.length) {
      event.preventDefault();
      boxes[0].focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Whoever types fast presses Enter before the list has followed.
      if (this.shown === this.input.value) this.takeFirst();
      else this.waits = true;
    }
  }

  takeFirst() {
    this.waits = false;
    const first = [...this.list.querySelectorAll("input")].find((box) => !box.disabled);
    if (first) first.click();
  }

  keyInList(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const boxes = [...this.list.querySelectorAll("input")];
    const next = boxes[boxes.indexOf(event.target) + step];
    (next || this.input).focus();
  }
}
