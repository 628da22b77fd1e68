// 投影: one indicator, large enough for the back row of a committee room.

class Projection {
  constructor(page) {
    this.page = page;
    this.strip = new Strip(page, true);
    this.title = h("div", { class: "pt" });
    this.bands = h("div", { class: "pb" });
    this.movers = h("div", { class: "pm", "aria-live": "polite" });
    this.missing = h("span", {});
    this.assume = h("span", {});
    this.node = h("dialog", { class: "proj", "aria-label": "投影", tabindex: "-1",
      onkeydown: (event) => this.key(event) },
      this.title, this.bands, h("div", { class: "pd" }, this.strip.svg), this.movers,
      h("div", { class: "pa" }, this.assume, h("span", { class: "grow" }), this.missing),
      h("div", { class: "ph" },
        h("span", {}, "←→ 换指标　↑↓ 移线　1 2 3 换级　Z 撤销　Esc 退出"), h("span", { class: "grow" }),
        h("i", { class: "yes" }), "达标 ", h("i", { class: "no" }), "未达标 ",
        h("i", { class: "tono" }), "本次转变"));
  }

  open() {
    this.node.showModal();
    this.node.focus();
    this.show();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = this.page;
    const columns = page.layout.columns.length;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const step = event.key === "ArrowLeft" ? columns - 1 : 1;
      let column = page.strip.column;
      do column = (column + step) % columns; while (page.view.table[column][page.view.tier].locked);
      page.point({ column, tier: page.view.tier, strip: true });
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.strip.nudge(page.view.tier, event.key === "ArrowUp" ? 1 : -1);
    } else if ("123".includes(event.key)) page.link.send("tier", { tier: Number(event.key) - 1 });
    else if (event.key === "z" || event.key === "Z") page.step("undo");
    else return;
    event.preventDefault();
  }

  show() {
    if (!this.node.open) {
      this.movers.replaceChildren();
      this.shown = "";
      return;
    }
    const { view, strip, layout } = this.page;
    const line = strip.lines[view.tier];
    const key = JSON.stringify([view.tier, strip.name, line, strip.was, view.tabs, view.movers,
      view.assumeText, strip.missing]);
    if (key !== this.shown) {
      this.shown = key;
      this.title.replaceChildren(
        h("b", {}, `${layout.tiers[view.tier]} · ${strip.name}`), h("span", { class: "dim" }, strip.unit),
        h("span", { class: "grow" }), h("span", { class: "dim" }, "达标值"),
        ...(strip.was ? [h("span", { class: "dim" }, "原 " + strip.was.text), h("span", { class: "dim" }, "现")] : []),
        h("b", { class: "big" }, line.text || "免"));
      this.bands.replaceChildren(...view.tabs[view.tier].bands.map((band) => h("span", {},
        `${band.label} ${band.limit || ""} `,
        h("b", { class: band.was ? "change" : null }, band.was ? `${band.was}→${band.now}` : band.now), "家")));
      this.missing.textContent = strip.missing ? `缺 ${strip.missing} 家，未画` : "";
      this.showMovers(view.movers);
      this.assume.textContent = view.assumeText;
    }
    this.strip.show();
  }

  showMovers(movers) {
    const big = movers.first.map((mover) => h("div", { class: "mv" }, h("b", { class: "nm" }, mover.name),
      h("b", { class: "change" }, mover.items), mover.band ? h("b", { class: "change" }, mover.band) : h("span", { class: "dim" }, "档次不变"),
      h("span", { class: "grow" }), h("span", { class: "dim" }, mover.verdict ? "结论" : ""),
      h("span", {}, mover.verdict)));
    this.movers.replaceChildren(...big,
      h("div", { class: "rest" }, movers.rest, h("span", { class: "dim" }, movers.note)));
  }
}
