// Top bar, assumption, what coincides.

function buildBar(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  page.title = h("span", { class: "sub" });
  return h("header", { class: "topbar" },
    h("h1", {}, "候选对比"), page.title, h("span", { class: "grow" }),
    button("pick", "换候选", () => page.picker.open(), { "aria-haspopup": "dialog" }),
    button("blind", "盲评：关", () => page.blind(), { "aria-haspopup": "dialog" }),
    button("link", "链接", () => page.dialogs.link(), { "aria-haspopup": "dialog" }),
    h("span", { class: "set" },
      button("png", "导出 PNG", () => page.want("export", { kind: "png" })),
      button("xlsx", "导出 XLSX", () => page.want("export", { kind: "xlsx" }), { class: "main" })));
}

function buildAssumptions(page) {
  page.options = {};
  const groups = page.layout.assumptions.map((group) => {
    const choose = (place) =>
      page.link.send("assume", { name: group.name, value: group.options[place].value });
    page.options[group.name] = group.options.map((option, place) => h("button", {
      type: "button", role: "radio", onclick: () => choose(place),
      onkeydown: (event) => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const all = page.options[group.name];
        const next = (place + step + all.length) % all.length;
        choose(next);
        all[next].focus();
      },
    }, option.label));
    return h("span", { class: "group" }, h("span", {}, group.label),
      h("span", { class: "seg", role: "radiogroup", "aria-label": group.label },
        ...page.options[group.name]));
  });
  return h("div", { class: "assume" }, h("b", {}, "假定"), ...groups,
    h("span", { class: "grow" }), h("span", { class: "dim note" }, "随链接保存，导出时照印"));
}

function showTop(page) {
  const view = page.view;
  const frozen = view.blind === "frozen";
  setText(page.title, view.title);
  setText(page.buttons.pick, `换候选（${view.chosen}）`);
  setText(page.buttons.blind, { off: "盲评：关", on: "盲评：开", frozen: "盲评：已结束" }[view.blind]);
  page.buttons.pick.disabled = frozen;
  page.buttons.blind.disabled = frozen;
  for (const group of page.layout.assumptions) {
    group.options.forEach((option, place) => {
      const node = page.options[group.name][place];
      const on = view.assume[group.name] === option.value;
      setAttr(node, "aria-checked", on);
      setAttr(node, "tabindex", on ? 0 : -1);
      node.disabled = frozen;
    });
  }
  const flags = [...(view.note ? [{ tag: "提示", text: view.note }] : []), ...view.flags];
  page.flags.hidden = !flags.length;
  setChildren(page.flags, JSON.stringify(flags), () => flags.map((flag) =>
    h("span", {}, flag.tag ? h("b", {}, flag.tag) : null, flag.text)));
}
