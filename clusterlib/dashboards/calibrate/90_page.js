// The page: builds its parts once, then shows each answer of the kernel.

class Page extends BasePage {
  constructor(model, el) {
    super(model, el, "", "正在读取数据，请稍候……");
    this.onUndo = (event) => this.key(event);
  }

  build() {
    this.inputs = new Inputs(this);
    this.rows = new Rows(this);
    this.line = h("p", { class: "line", role: "status" });
    this.sentence = h("p", { class: "sentence", "aria-live": "polite" });
    this.stripName = h("div", { class: "sn" });
    this.stripTable = h("table", { class: "stab" });
    this.dist = new Strip(this, false);
    this.projection = new Projection(this);
    this.dialogs = new Dialogs(this);
    const head = buildHead(this);
    this.table = h("div", { class: "matrix", id: "cl-matrix", role: "grid", tabindex: "0",
      "aria-label": "达标矩阵" }, head, this.rows.node);
    this.table.addEventListener("keydown", (event) => {
      if (event.target === this.table) this.rows.key(event);
    });
    this.side = this.buildGrid();
    this.root.append(h("div", { class: "page",
      style: `--basic:${this.widths(0)};--quality:${this.widths(1)}` }, buildBar(this), buildTabs(this),
      buildAssumptions(this), h("div", { class: "mid" }, h("div", { class: "left" }, this.table,
        h("div", { class: "foot" }, h("span", { class: "lab" }, "本次改动"), this.sentence,
          (this.buttons.movers = h("button", { type: "button", class: "movers",
            onclick: () => this.link.send("movers", {}, { passing: true }) }, "变化名单")),
          h("span", { class: "lab" }, "光标所在"), this.line),
        h("div", { class: "dstrip" }, this.stripName, this.dist.svg, this.stripTable)), this.side)),
    this.projection.node, this.dialogs.node);
    // Where nothing has the focus keys go to the document.
    this.keys = inVoila() ? document : this.root;
    this.keys.addEventListener("keydown", this.onUndo);
  }

  stop() {
    super.stop();
    if (this.keys) this.keys.removeEventListener("keydown", this.onUndo);
  }

  // Undo is the page's, also while a field is edited: what was typed there is one of its steps.
  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !"zyZY".includes(event.key)
      || event.target.closest("dialog.dlg")) return;
    event.preventDefault();
    this.step(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
  }

  step(what) {
    this.inputs.anew = true;
    this.link.send(what, {});
  }

  // Columns of the CSS grid: two for name and tier, one per indicator, a gap between sections.
  columnAt(column) {
    return column + 4 + (this.layout.columns[column].section ? 1 : 0);
  }

  // Columns whose thresholds have many digits are wider, so that 原 10 000 fits.
  widths(section) {
    return this.layout.columns.filter((column) => column.section === section)
      .map((column) => `calc(${[2.72, 3.5, 4.3][column.wide]}em * var(--squeeze, 1))`).join(" ");
  }

  buildGrid() {
    const tiers = this.layout.tiers;
    this.checks = h("div", { class: "checks", "aria-live": "polite" });
    const rows = this.layout.columns.map((column, place) => h("tr",
      { class: column.section && !this.layout.columns[place - 1].section ? "gap" : null },
      h("th", { scope: "row" }, (column.alternative ? "或 " : "") + column.name + " ",
        h("small", {}, column.unit)),
      ...tiers.map((_, tier) => h("td", {}, this.inputs.make(place, tier, "grid")))));
    return h("aside", { class: "side", "aria-label": "全部达标值" },
      h("h2", {}, "全部达标值（可整块粘贴）"),
      h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), ...tiers.map((term) =>
        h("th", { scope: "col" }, term)))), h("tbody", {}, ...rows)), this.checks);
  }

  toggleGrid() {
    const on = this.root.classList.toggle("gridopen");
    this.buttons.grid.setAttribute("aria-pressed", String(on));
    setText(this.buttons.grid, on ? "回到矩阵" : "全部达标值");
    this.rows.resize();
  }

  blind() {
    if (this.view.blind === "on") this.dialogs.freeze();
    else if (this.view.blind === "off") this.link.send("blind", { on: true });
  }

  point(place) {
    this.link.send("point", place, { merge: !place.strip, passing: true });
  }

  show() {
    const view = this.view;
    this.strip = this.model.get("strip");
    setText(this.title, view.title);
    setAttr(this.title, "title", view.title);
    this.buttons.movers.hidden = !view.undo;
    this.buttons.undo.disabled = !view.undo;
    this.buttons.redo.disabled = !view.redo;
    setText(this.buttons.blind, { off: "盲评：关", on: "盲评：开", frozen: "盲评：已冻结" }[view.blind]);
    this.buttons.blind.disabled = view.blind === "frozen";
    showTabs(this);
    showAssumptions(this);
    showHead(this);
    this.inputs.show(view.table, view.marks, view.turned);
    this.rows.show();
    setText(this.sentence, view.sentence);
    setText(this.line, this.model.get("line"));
    setChildren(this.checks, JSON.stringify(view.checks), () => view.checks.map((check) =>
      h("p", { class: check.kind || null }, check.title ? h("b", {}, check.title) : null, check.text)));
    showStripTable(this);
    this.dist.show();
    this.projection.show();
    this.dialogs.show();
    setAttr(this.table, "aria-rowcount", this.rows.order.length + 1);
  }
}

export default rendering(Page);
