// Every title with its life as a line; one scale for all rows, one line for today.

function lineOf(row) {
  return h("div", { class: "life", role: "img", "aria-label": `${row.name} ${row.state}` },
    ...row.line.map((one) => h("i", { class: `k ${one.kind}`,
      style: `left:${one.at}%;width:${one.wide}%` })),
    ...row.marks.map((mark) => h("i", { class: `mk ${mark.kind}${mark.wide > 0.4 ? " about" : ""}`,
      style: `left:${mark.at}%;width:${mark.wide > 0.4 ? mark.wide + "%" : "2px"}` })));
}

class Titles {
  constructor(page) {
    this.page = page;
    this.head = h("tr", {});
    this.body = h("tbody", {});
    this.count = h("span", { class: "dim", role: "status" });
    this.turn = h("span", { class: "turn" });
    this.node = h("section", { class: "titles", "aria-label": "称号一览" },
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "称号一览表" },
        h("table", { class: "list" }, h("thead", {}, this.head), this.body)));
  }

  show() {
    const { list } = this.page.view;
    setText(this.count, list.count);
    this.node.style.setProperty("--today", `${list.today}%`);
    setChildren(this.head, JSON.stringify([list.years, list.scale]), () => [
      ...["称号", "状态", "自", "到期", "申请截止"].map((text) => h("th", { scope: "col" }, text)),
      ...list.years.map((year) => h("th", { scope: "col", class: "rt" },
        h("span", { class: "hid" }, "年报 20"), year)),
      h("th", { scope: "col", class: "lifecell" }, h("div", { class: "scale" },
        ...list.scale.map((year) => h("span", { style: `left:${year.at}%` }, year.text)))),
      h("th", { scope: "col" }, "标记")]);
    setChildren(this.body, JSON.stringify(list.rows), () =>
      list.rows.map((row) => this.row(row)));
    setChildren(this.turn, JSON.stringify([list.page, list.pages]), () => list.pages < 2 ? [] : [
      h("button", { type: "button", disabled: list.page === 0,
        onclick: () => this.page.choose({ page: list.page - 1 }) }, "上一页"),
      h("button", { type: "button", disabled: list.page + 1 === list.pages,
        onclick: () => this.page.choose({ page: list.page + 1 }) }, "下一页")]);
  }

  row(row) {
    const warn = row.kind === "due_for_withdrawal" || row.kind === "uncertain";
    return h("tr", { onclick: () => this.page.choose({ title: row.id }) },
      h("th", { scope: "row", class: "name" }, h("button", { type: "button", class: "plain",
        title: row.name }, row.name, row.place ? h("small", {}, " ", row.place) : null)),
      h("td", { class: warn ? "word warn" : row.kind === "in_term" ? "word" : "word strong" },
        row.state),
      h("td", {}, row.since), h("td", {}, row.expires), h("td", {}, row.apply_by),
      ...row.returns.map((one) => h("td", { class: "rt" },
        h("i", { class: `rt ${one.kind}`, role: "img", "aria-label": one.hint, title: one.hint }))),
      h("td", { class: "lifecell" }, lineOf(row)),
      h("td", { class: "word" }, row.flag, row.more ? h("small", {}, " ", row.more) : null));
  }
}
