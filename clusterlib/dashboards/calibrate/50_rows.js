// The rows of the matrix: only those in sight exist, and only what changed is written.

const STATES = ["未达标", "达标", "免", "缺", "标准未列"];
const BANDS = ["一档", "二档", "三档", "跨一二", "跨二三", "跨一三"];
const SHORT = ["一", "二", "三", "跨一二", "跨二三", "跨一三"];
const VERDICTS = ["不符合", "未定", "符合"];
const VERDICT_CLASSES = ["fail", "open", "pass"];
const GATES = ["无", "有", "?"];
const COUNTS = 12; // bytes of one row in "counts"
const SPARE_ROWS = 6;
const GROUP_GAP = 3; // px between groups of rows

class Rows {
  constructor(page) {
    this.page = page;
    this.slots = [];
    this.active = { pos: -1, column: 0 };
    this.canvas = h("div", { class: "sheet" });
    this.labels = h("div", { class: "labels", "aria-hidden": "true" });
    this.mark = h("div", { class: "cols over", "aria-hidden": "true" },
      h("div", { class: "bar" }, h("i", { class: "passline", style: `left:${page.layout.markAt}%` })));
    this.canvas.append(this.labels, this.mark);
    this.node = h("div", { class: "body", role: "rowgroup", tabindex: "-1",
      onscroll: () => this.draw() }, this.canvas);
    this.node.addEventListener("mouseover", (event) => this.over(event));
    this.node.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.resize()).observe(this.node);
  }

  load() {
    const model = this.page.model;
    this.cells = bytesOf(model.get("cells"));
    this.counts = bytesOf(model.get("counts"));
    this.scores = floatsOf(model.get("scores"));
    this.order = intsOf(model.get("order"));
    this.names = model.get("names");
    this.width = this.page.layout.columns.length;
  }

  resize() {
    const n = this.order ? this.order.length : 0;
    const em = parseFloat(getComputedStyle(this.node).fontSize);
    const space = this.node.clientHeight;
    if (!n || !space || !em) return;
    const fitting = Math.floor((space - 4 * GROUP_GAP) / n * 4) / 4;
    const tall = Math.min(Math.max(fitting, 1.19 * em), 1.6 * em);
    if (Math.abs(tall - (this.tall || 0)) > 0.01 || n !== this.n) {
      this.tall = tall;
      this.n = n;
      this.node.style.setProperty("--row", tall + "px");
      this.labelKey = "";
    }
    this.draw();
  }

  // Where a row stands: groups are a little apart.
  top(pos) {
    const gaps = this.page.view.groups.filter((group) => group.start <= pos).length - 1;
    return pos * this.tall + Math.max(gaps, 0) * GROUP_GAP;
  }

  show() {
    this.load();
    this.resize();
  }

  draw() {
    if (!this.tall || !this.order) return;
    const first = Math.max(0, Math.floor(this.node.scrollTop / this.tall) - SPARE_ROWS);
    const count = Math.ceil(this.node.clientHeight / this.tall) + 2 * SPARE_ROWS;
    const needed = Math.min(count, this.order.length);
    while (this.slots.length < needed) this.slots.push(this.slot());
    const starts = new Set(this.page.view.groups.slice(1).map((group) => group.start));
    // A row keeps its slot while it scrolls, so that little has to be written anew.
    for (let i = 0; i < this.slots.length; i++) {
      const span = this.slots.length;
      const pos = first + ((i - first) % span + span) % span;
      if (pos < this.order.length && pos < first + needed) this.fill(this.slots[i], pos, starts);
      else if (this.slots[i].pos !== -1) {
        this.slots[i].pos = -1;
        this.slots[i].node.hidden = true;
        setText(this.slots[i].name, ""); // it may be a name that is hidden next
      }
    }
    const { pos } = this.active;
    if (this.slots.some((slot) => slot.pos === pos && pos >= 0)) {
      this.page.table.setAttribute("aria-activedescendant", "cl-active-cell");
    } else this.page.table.removeAttribute("aria-activedescendant");
    this.drawLabels();
  }

  drawLabels() {
    const key = JSON.stringify(this.page.view.groups) + this.tall;
    if (key === this.labelKey) return;
    this.labelKey = key;
    this.canvas.style.height = this.top(this.order.length - 1) + this.tall + "px";
    this.page.table.style.setProperty("--scrollbar",
      this.node.offsetWidth - this.node.clientWidth + "px");
    this.labels.replaceChildren(...this.page.view.groups.map((group) => h("div", {
      class: "gl", style: `top:${this.top(group.start)}px;height:${group.size * this.tall}px`,
    }, h("span", {}, ...group.label.map((part, i) => h(i ? "span" : "b", {}, ...upright(part)))))));
  }

  slot() {
    const cells = [];
    const node = h("div", { class: "r cols", role: "row" });
    const name = h("div", { class: "n", role: "rowheader" });
    const tier = h("div", { class: "t", role: "gridcell" });
    node.append(name, tier);
    for (let column = 0; column < this.width; column++) {
      const cell = h("div", { role: "gridcell", style: `grid-column:${this.page.columnAt(column)}` });
      cell._column = column;
      cells.push(cell);
      node.append(cell);
    }
    const of = (kind) => {
      const cell = h("div", { class: kind, role: "gridcell" });
      node.append(cell);
      return cell;
    };
    const slot = { node, name, tier, cells, pos: -1, gate: of("gate"), items: of("items"),
      band: of("band"), qual: of("qual"), bar: of("bar"), ival: of("ival"), est: of("est"),
      verd: of("verd") };
    slot.gate._column = this.width;
    slot.fillbar = h("i", {});
    slot.tick = h("u", {});
    slot.bar.append(slot.fillbar, slot.tick);
    slot.dot = h("i", {});
    slot.word = h("span", {});
    slot.verd.append(slot.dot, slot.word);
    node._slot = slot;
    this.canvas.append(node);
    return slot;
  }

  fill(slot, pos, starts) {
    const row = this.order[pos];
    const c = this.counts.subarray(row * COUNTS, row * COUNTS + COUNTS);
    const moved = Boolean(c[11] & 8);
    if (slot.pos !== pos) {
      if (slot.pos === -1) slot.node.hidden = false;
      slot.pos = pos;
      setAttr(slot.node, "aria-rowindex", pos + 2);
    }
    setAttr(slot.node, "style", `transform:translateY(${this.top(pos)}px)`);
    setClass(slot.node, "r cols" + (moved ? " moved" : "") + (starts.has(pos) ? " first" : ""));
    setText(slot.name, this.names[row][0]);
    setText(slot.tier, this.names[row][1]);
    const turned = this.fillCells(slot, row, pos);
    setClass(slot.name, "n" + (turned ? " hit" : ""));
    setClass(slot.gate, "gate" + (c[6] ? " g" + c[6] : ""));
    setText(slot.gate, GATES[c[6]]);
    this.fillResults(slot, row, c);
  }

  fillCells(slot, row, pos) {
    let turned = false;
    for (let column = 0; column < this.width; column++) {
      const code = this.cells[row * this.width + column];
      const cell = slot.cells[column];
      const state = code & 7;
      const active = this.active.pos === pos && this.active.column === column;
      turned = turned || Boolean(code & 16);
      setClass(cell, "c c" + state + (code & 8 ? " pale" : "") + (code & 16 ? " turned" : "")
        + (active ? " active" : ""));
      setAttr(cell, "aria-label", STATES[state] + (code & 16 ? "，本次改动使其变化" : ""));
      if (active) cell.id = "cl-active-cell";
      else if (cell.id) cell.removeAttribute("id");
    }
    return turned;
  }

  fillResults(slot, row, c) {
    const items = range(c[0], c[1]);
    const before = range(c[2], c[3]);
    const [low, high, point] = this.scores.subarray(row * 3, row * 3 + 3);
    setText(slot.items, items === before ? items : `${before}→${items}`);
    setClass(slot.items, "items" + (items === before ? "" : " change")
      + (items !== before && items.length + before.length > 6 ? " long" : ""));
    setText(slot.band, c[7] === c[8] ? BANDS[c[7]] : `${SHORT[c[8]]}→${SHORT[c[7]]}`);
    setClass(slot.band, "band" + (c[7] === c[8] ? "" : " change")
      + (c[7] !== c[8] && c[7] + c[8] > 3 ? " long" : ""));
    setText(slot.qual, range(c[4], c[5]));
    setText(slot.ival, spanText(low, high, c[11]));
    setText(slot.est, c[11] & 4 ? (Math.floor(point * 10 + 1e-3) / 10).toFixed(1) : "—");
    setClass(slot.est, c[11] & 4 ? "est" : "est none");
    setText(slot.word, VERDICTS[c[9]]);
    setClass(slot.verd, "verd" + (c[9] === c[10] ? "" : " change"));
    setClass(slot.dot, VERDICT_CLASSES[c[9]]);
    setClass(slot.fillbar, VERDICT_CLASSES[c[9]]);
    setAttr(slot.fillbar, "style", `left:${low}%;width:${Math.max(high - low, 0.8)}%`);
    setAttr(slot.tick, "style", c[11] & 4 ? `left:${point}%` : "display:none");
  }

  over(event) {
    const place = this.placeOf(event);
    if (place) this.page.point({ row: this.order[place.pos], column: place.column, tier: this.page.view.tier });
  }

  click(event) {
    const place = this.placeOf(event);
    if (place) this.activate(place.pos, place.column, true);
  }

  placeOf(event) {
    const row = event.target.closest(".r");
    if (!row) return null;
    const column = event.target._column;
    return { pos: row._slot.pos, column: column === undefined ? -1 : column };
  }

  // Arrow keys move the active cell; the fixed line tells what it holds.
  key(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
      PageUp: [-20, 0], PageDown: [20, 0], Home: [-1e6, 0], End: [1e6, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const clamp = (value, top) => Math.max(0, Math.min(value, top));
    this.activate(clamp(Math.max(this.active.pos, 0) + step[0], this.order.length - 1),
      clamp(this.active.column + step[1], this.width - 1), true);
  }

  activate(pos, column, strip) {
    this.active = { pos, column: column < 0 ? this.active.column : column };
    const top = this.top(pos);
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + this.tall > this.node.scrollTop + this.node.clientHeight) {
      this.node.scrollTop = top + this.tall - this.node.clientHeight;
    }
    this.draw();
    this.page.point({ row: this.order[pos], column: this.active.column, tier: this.page.view.tier, strip });
  }
}

// In a column of signs a number lies across, as one sign.
function upright(text) {
  return text.split(/(\d+)/).filter(Boolean).map((part) =>
    /\d/.test(part) ? h("span", { class: "across" }, part) : part);
}

function range(low, high) {
  return low === high ? String(low) : `${low}–${high}`;
}

function spanText(low, high, flags) {
  const plain = (value) => String(Math.round(value * 100) / 100);
  if (low === high) return plain(low);
  return `${flags & 1 ? ">" : ""}${plain(low)}–${flags & 2 ? "<" : ""}${plain(high)}`;
}
