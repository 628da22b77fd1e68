// What is due first: late, within thirty days, within ninety.

class Worklist {
  constructor(page) {
    this.page = page;
    this.node = h("section", { class: "work scroll", "aria-label": "待办", tabindex: 0 });
  }

  show() {
    const { groups } = this.page.view.list;
    setChildren(this.node, JSON.stringify(groups), () => groups.map((group) => this.group(group)));
  }

  group(group) {
    return h("div", { class: `group ${group.kind}` },
      h("h2", {}, group.head, h("small", {}, " ", group.note)),
      h("table", { "aria-label": group.head }, h("tbody", {}, ...group.rows.map((row) =>
        h("tr", { class: row.title ? "" : "many", title: row.hint,
          onclick: () => this.open(row) },
        h("td", { class: "day" }, row.day),
        h("td", { class: row.late ? "rest warn" : "rest" }, row.left),
        h("td", {}, row.what, row.note ? h("small", {}, " ", row.note) : null),
        h("td", { class: "who" }, h("button", { type: "button", class: "plain",
          "aria-label": row.hint }, row.place ? `${row.place} ` : "", row.name)))))));
  }

  open(row) {
    if (row.title) this.page.choose({ title: row.title });
    else this.page.choose({ state: row.state });
  }
}
