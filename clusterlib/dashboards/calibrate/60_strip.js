// The distribution of one indicator, with the lines of the three tiers to drag.

class Strip {
  constructor(page, big) {
    this.page = page;
    this.big = big;
    this.dragged = null;
    this.svg = svg("svg", { class: "dist", role: "group" });
    this.band = svg("rect", { class: "between" });
    this.axis = svg("g", { "aria-hidden": "true" });
    this.dots = svg("g", { "aria-hidden": "true" });
    this.was = svg("g", { class: "wasline", "aria-hidden": "true" });
    this.svg.append(this.band, this.axis, this.dots, this.was);
    this.lines = page.layout.tiers.map((term, tier) => this.line(term, tier));
    this.svg.append(...this.lines.map((line) => line.node));
    new ResizeObserver(() => this.show()).observe(this.svg);
  }

  line(term, tier) {
    const node = svg("g", { class: "tl", tabindex: 0, role: "slider", "aria-label": term });
    const line = { node, stem: svg("line"), flag: svg("path"), grip: svg("rect", { class: "grip" }),
      text: svg("text"), more: svg("text", { class: "more" }) };
    node.append(line.stem, line.flag, line.grip, line.text, line.more);
    node.addEventListener("pointerdown", (event) => this.grab(event, tier));
    node.addEventListener("pointermove", (event) => this.move(event, tier));
    node.addEventListener("pointerup", (event) => this.drop(event, tier));
    node.addEventListener("pointercancel", (event) => this.drop(event, tier));
    node.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key];
      if (!by || this.big) return;
      event.preventDefault();
      this.nudge(tier, by);
    });
    return line;
  }

  nudge(tier, by) {
    if (this.page.strip.column !== undefined && !this.page.view.frozen) {
      this.page.link.send("nudge", { at: [this.page.strip.column, tier], by });
    }
  }

  fraction(event) {
    const box = this.svg.getBoundingClientRect();
    const x = (event.clientX - box.left - this.pad) / (box.width - 2 * this.pad);
    return Math.max(0, Math.min(1, x));
  }

  grab(event, tier) {
    if (this.page.view.frozen || !this.page.strip.lines[tier].text) return;
    this.dragged = { tier, x: this.page.strip.lines[tier].x, moved: false };
    this.lines[tier].node.setPointerCapture(event.pointerId);
  }

  move(event, tier) {
    if (!this.dragged || this.dragged.tier !== tier) return;
    this.dragged.x = this.fraction(event);
    this.dragged.moved = true;
    this.place();
    this.page.link.send("drag", { at: [this.page.strip.column, tier], x: this.dragged.x }, { merge: true });
  }

  drop(event, tier) {
    if (!this.dragged || this.dragged.tier !== tier) return;
    const { x, moved } = this.dragged;
    this.dragged = null;
    if (moved) this.page.link.send("drag", { at: [this.page.strip.column, tier], x, done: true });
  }

  show() {
    const strip = this.page.strip;
    const width = this.svg.clientWidth;
    const height = this.svg.clientHeight;
    if (!width || !height || strip.column === undefined) return;
    const em = parseFloat(getComputedStyle(this.svg).fontSize);
    Object.assign(this, { width, height, em, pad: this.big ? 0.5 * em : 2.6 * em });
    this.base = height - 1.7 * em;
    this.svg.setAttribute("aria-label", `${strip.name} 分布：${strip.summary}`);
    this.showAxis(strip);
    this.showDots(strip);
    this.place();
  }

  x(fraction) {
    return this.pad + fraction * (this.width - 2 * this.pad);
  }

  showAxis(strip) {
    const key = JSON.stringify([strip.ticks, this.width, this.height]);
    if (key === this.axisKey) return;
    this.axisKey = key;
    const nodes = [svg("line", { class: "axis", x1: 0, x2: this.width, y1: this.base, y2: this.base })];
    for (const tick of strip.ticks) {
      const at = this.x(tick.x);
      nodes.push(svg("line", { class: "axis", x1: at, x2: at, y1: this.base, y2: this.base + 0.3 * this.em }));
      const room = tick.label.length * 0.3 * this.em;
      nodes.push(svg("text", { class: "tick", x: Math.max(room, Math.min(at, this.width - room)),
        y: this.base + 1.4 * this.em }, tick.label));
    }
    this.axis.replaceChildren(...nodes);
  }

  showDots(strip) {
    const data = floatsOf(this.page.model.get("dots"));
    const nodes = [];
    const r = this.em * (this.big ? 0.36 : 0.3);
    const room = this.base - this.em * (this.big ? 3.4 : 2.2);
    const highest = data.length && !strip.bars ? Math.max(...data.filter((_, i) => i % 5 === 3)) + 1 : 1;
    const step = Math.min(2.3 * r, room / highest);
    for (let i = 0; i < data.length; i += 5) {
      const kind = ["no", "yes", "tono", "toyes"][data[i + 2]];
      if (strip.bars) {
        const left = this.x(data[i]);
        nodes.push(svg("rect", { class: kind, x: left, width: Math.max(this.x(data[i + 1]) - left - 1, 1),
          y: this.base - (data[i + 3] + data[i + 4]) * room, height: Math.max(data[i + 4] * room, 0.5) }));
        continue;
      }
      const at = this.x(data[i]);
      const y = this.base - r - 1 - data[i + 3] * step;
      if (data[i + 2] < 2) nodes.push(svg("circle", { class: kind, cx: at, cy: y, r }));
      else nodes.push(svg("rect", { class: kind, x: at - r, y: y - r, width: 2 * r, height: 2 * r }));
    }
    this.dots.replaceChildren(...nodes);
  }

  // Labels of lines too close to each other stack; the active tier's is bold.
  place() {
    const strip = this.page.strip;
    const em = this.em;
    if (!em) return;
    const shown = strip.lines.map((line, tier) => ({ ...line, tier,
      x: this.x(this.dragged && this.dragged.tier === tier ? this.dragged.x : line.x) }))
      .filter((line) => line.text).sort((a, b) => a.x - b.x);
    const ends = [];
    for (const [at, line] of shown.entries()) {
      const width = (line.term.length + 0.3 + line.text.length * 0.62) * em * (this.big ? 1.1 : 1);
      const wide = this.big ? Math.max(width, 7 * em) : width;
      let left = Math.min(line.x + (this.big ? 0 : 0.7 * em), this.width - wide);
      const next = shown[at + 1];
      const before = line.x - 0.7 * em - wide;
      // Not across the grip of the next line, where there is room on the other side.
      if (!this.big && next && left + wide > next.x - 0.6 * em && before >= (ends[0] || 0)) {
        left = before;
      }
      let level = 0;
      while (ends[level] !== undefined && ends[level] > left) level++;
      ends[level] = left + wide + 0.6 * em;
      Object.assign(line, { left, level });
    }
    const tall = this.big ? 2.35 * em : 1.15 * em;
    const top = (this.big ? 1 : 0.95) * em;
    const levels = Math.max(1, ends.length);
    this.lines.forEach((line) => { line.node.style.display = "none"; });
    for (const line of shown) this.placeLine(line, top + line.level * tall,
      this.big ? levels * tall + 0.5 * em : 0.2 * em + (levels - 1) * tall * 0.6);
    this.placeWas(strip, em, levels * tall);
  }

  placeLine(line, textAt, flagAt) {
    const { node, stem, flag, grip, text, more } = this.lines[line.tier];
    const em = this.em;
    const w = this.big ? 0.45 * em : 0.45 * em;
    const top = this.big ? flagAt : 0.3 * em;
    node.style.display = "";
    node.setAttribute("class", "tl" + (line.tier === this.page.view.tier ? " on" : ""));
    node.setAttribute("aria-valuetext", line.text + line.unit);
    node.setAttribute("aria-valuenow", Math.round(line.x / this.width * 100));
    for (const [key, value] of [["x1", line.x], ["x2", line.x], ["y1", top], ["y2", this.base]]) {
      stem.setAttribute(key, value);
    }
    flag.setAttribute("d", `M${line.x - w} ${top}h${2 * w}v${0.75 * em}l${-w} ${0.35 * em}l${-w} ${-0.35 * em}z`);
    for (const [key, value] of [["x", line.x - em], ["width", 2 * em], ["y", 0], ["height", this.base]]) {
      grip.setAttribute(key, value);
    }
    text.textContent = `${line.term} ${line.text}`;
    text.setAttribute("x", line.left);
    text.setAttribute("y", textAt);
    more.replaceChildren();
    if (this.big) {
      more.setAttribute("x", line.left);
      more.setAttribute("y", textAt + 1.1 * em);
      more.append("达标 ", svg("tspan", { class: line.metChanged ? "change" : "strong" }, line.met), "家");
    }
  }

  placeWas(strip, em, labels) {
    this.was.replaceChildren();
    this.band.setAttribute("width", 0);
    if (!strip.was) return;
    const at = this.x(strip.was.x);
    const now = this.x(this.dragged && this.dragged.tier === this.page.view.tier
      ? this.dragged.x : strip.lines[this.page.view.tier].x);
    const top = this.big ? labels + 1.7 * em : 1.7 * em;
    this.was.append(
      svg("line", { x1: at, x2: at, y1: top, y2: this.base }),
      svg("text", { x: at + (now < at ? 0.4 : -0.4) * em, y: top + 0.8 * em,
        "text-anchor": now < at ? "start" : "end" }, "原 " + strip.was.text));
    for (const [key, value] of [["x", Math.min(at, now)], ["width", Math.abs(now - at)],
      ["y", top], ["height", this.base - top]]) this.band.setAttribute(key, value);
  }
}

function showStripTable(page) {
  const strip = page.strip;
  setChildren(page.stripName, JSON.stringify([strip.name, strip.unit, strip.scale]), () =>
    [h("b", {}, strip.name), h("span", {}, strip.unit), h("span", {}, strip.scale)]);
  const key = JSON.stringify([strip.name, strip.table, page.view.tier]);
  setChildren(page.stripTable, key, () => [
    h("thead", {}, h("tr", {}, ...[strip.name, "达标值", "达标", "未达标", "缺", "达标率"]
      .map((label) => h("th", { scope: "col" }, label)))),
    h("tbody", {}, ...strip.table.map((line, tier) =>
      h("tr", { class: tier === page.view.tier ? "on" : null },
        h("th", { scope: "row" }, line.term), h("td", {}, line.value),
        h("td", { class: line.metChanged ? "change" : null }, line.met),
        h("td", { class: line.metChanged ? "change" : null }, line.unmet),
        h("td", {}, line.missing), h("td", {}, line.share)))),
  ]);
}
