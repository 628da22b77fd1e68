// Top bar, tabs of the tiers, assumptions, and the header of the matrix.

function buildBar(page) {
  const button = (name, label, act, extra) =>
    (page.buttons[name] = h("button", { type: "button", onclick: act, ...extra }, label));
  page.title = h("span", { class: "sub" });
  return h("header", { class: "topbar" },
    h("h1", {}, "阈值校准"), page.title, h("span", { class: "grow" }),
    h("span", { class: "set" },
      button("undo", "撤销", () => page.step("undo")),
      button("redo", "重做", () => page.step("redo"))),
    button("grid", "全部达标值", () => page.toggleGrid(), { "aria-pressed": "false",
      class: "gridbutton" }),
    button("blind", "盲评：关", () => page.blind()),
    h("span", { class: "set" },
      button("project", "投影", () => page.projection.open()),
      button("print", "打印", () => page.link.send("print", {}))),
    button("drafts", "修改稿…", () => page.link.send("drafts", {}, { passing: true })),
    button("save", "保存草案…", () => page.link.send("preview", {}), { class: "main" }));
}

function buildTabs(page) {
  page.tabs = page.layout.tiers.map((term, tier) => h("button", {
    type: "button", role: "tab", id: "cl-tab-" + tier, "aria-controls": "cl-matrix",
    onclick: () => page.link.send("tier", { tier }),
    onkeydown: (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      const next = (tier + step + 3) % 3;
      page.link.send("tier", { tier: next });
      page.tabs[next].focus();
    },
  }));
  return h("div", { class: "tabs", role: "tablist", "aria-label": "级别" }, ...page.tabs);
}

function showTabs(page) {
  page.view.tabs.forEach((tab, tier) => {
    const node = page.tabs[tier];
    const active = tier === page.view.tier;
    setAttr(node, "aria-selected", active);
    setAttr(node, "tabindex", active ? 0 : -1);
    setClass(node, active ? "tab on" : "tab");
    setChildren(node, JSON.stringify(tab) + active, () => [
      h("span", { class: "term" }, tab.term),
      h("span", { class: "counts" },
        ...tab.bands.map((band) => h("span", {},
          active && band.limit ? `${band.label} ${band.limit} ` : `${band.label} `,
          ...nowAndWas(band.now, band.was, "家"))),
        ...tab.verdicts.map((verdict) => h("span", {}, `${verdict.label} `,
          ...nowAndWas(verdict.now, verdict.was, "家"))),
        h("span", { class: "dim" }, tab.note)),
    ]);
  });
}

function buildAssumptions(page) {
  page.options = {};
  const groups = page.layout.assumptions.map((group) => {
    page.options[group.name] = group.options.map((option, place) => h("button", {
      type: "button", role: "radio",
      onclick: () => page.link.send("assume", { name: group.name, value: option.value }),
      onkeydown: (event) => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const all = page.options[group.name];
        const next = (place + step + all.length) % all.length;
        page.link.send("assume", { name: group.name, value: group.options[next].value });
        all[next].focus();
      },
    }, option.label));
    return h("span", { class: "group" }, h("span", {}, group.label),
      h("span", { class: "seg", role: "radiogroup", "aria-label": group.label },
        ...page.options[group.name]));
  });
  return h("div", { class: "assume" }, h("b", {}, "假定"), ...groups,
    h("span", { class: "grow" }), h("span", { class: "dim note" }, "随草案保存，打印时照印"));
}

function showAssumptions(page) {
  for (const group of page.layout.assumptions) {
    group.options.forEach((option, place) => {
      const node = page.options[group.name][place];
      const on = page.view.assume[group.name] === option.value;
      setAttr(node, "aria-checked", on);
      setAttr(node, "tabindex", on ? 0 : -1);
    });
  }
}

function buildHead(page) {
  const columns = page.layout.columns;
  page.head = columns.map((column, place) => {
    const parts = {
      share: h("span", { class: "share" }), source: h("span", { class: "source" }),
      input: page.inputs.make(place, page.view.tier, "head"), free: h("span", { class: "free" }),
    };
    parts.node = h("div", {
      class: "hc", role: "columnheader", style: `grid-column:${page.columnAt(place)}`,
      onclick: () => page.point({ column: place, tier: page.view.tier, strip: true }),
    },
      h("span", { class: "cn" }, ...column.lines.flatMap((line, i) => i ? [h("br"), line] : [line])),
      h("span", { class: "un" }, column.unit), column.or ? h("b", { class: "or" }, "或") : null,
      h("span", { class: "in" }, parts.input, parts.free), parts.share, parts.source);
    return parts;
  });
  page.gateShare = h("span", { class: "share" });
  page.resultTitle = h("div", { class: "st", style: "grid-column:items-start / end" });
  const last = columns.findIndex((column) => column.section === 1);
  const stack = (area, ...lines) => h("div", { class: "hc res " + area, role: "columnheader",
    style: `grid-column:${area}` }, ...lines);
  return h("div", { class: "head cols", role: "row" },
    h("div", { class: "st", style: `grid-column:${page.columnAt(0)} / ${page.columnAt(last - 1) + 1}` },
      page.layout.sections[0]),
    h("div", { class: "st", style: `grid-column:${page.columnAt(last)} / gate-end` },
      page.layout.sections[1]),
    page.resultTitle,
    h("div", { class: "hc labels", role: "columnheader", style: "grid-column:name-start / tier-end" },
      h("span", { class: "cn two" }, h("span", {}, "申报单位"), h("span", { class: "ap" }, "申报", h("br"), "单位")),
      h("span", { class: "un" }, "\u00a0"),
      h("span", { class: "in" }, "达标值（可改）"), h("span", { class: "share" }, "达标率 %"),
      h("span", { class: "source" }, "依据")),
    ...page.head.map((parts) => parts.node),
    h("div", { class: "hc", role: "columnheader", style: "grid-column:gate" },
      h("span", { class: "cn" }, "后" + page.layout.last, h("br"), "项"), h("span", { class: "un" }, "\u00a0"),
      h("span", { class: "in" }, "无"), page.gateShare, h("span", { class: "source" }, "\u00a0")),
    stack("items", h("span", { class: "cn" }, "达标项数", h("br"), h("small", {}, "原→现"))),
    stack("band", h("span", { class: "cn" }, "档次", h("br"), h("small", {}, "原→现"))),
    stack("qual", h("span", { class: "cn" }, "质量", h("br"), h("small", {}, page.layout.first))),
    stack("bar", h("span", { class: "cn" }, "总得分", h("br"), "\u00a0")),
    stack("ival", h("span", { class: "cn" }, "得分区间", h("br"), h("small", {}, "分"))),
    stack("est", h("span", { class: "cn" }, "估分", h("br"), (page.within = h("small", {})))),
    stack("verd", h("span", { class: "cn" }, "结论", h("br"), h("small", {}, `≥${page.layout.mark}分`))),
    h("div", { class: "legend", style: "grid-column:items-start / end" },
      h("div", {}, h("i", { class: "k pass" }), "符合 ", h("i", { class: "k open" }), "未定 ",
        h("i", { class: "k fail" }), "不符合 ", h("i", { class: "k tick" }), "估分"),
      h("div", {}, h("i", { class: "k turned" }), "本次改动使其变化的格")),
    h("div", { class: "words dim", style: "grid-column:items-start / end" },
      h("span", {}, "或 达一即可"), h("span", {}, "免 不适用，算达标"), h("span", {}, "跨档 缺项，档未定")),
    h("div", { class: "scale", style: "grid-column:bar" },
      h("span", { style: "left:0" }, "0"), h("b", { style: `left:${page.layout.markAt}%` }, page.layout.mark),
      h("span", { style: "left:100%" }, "100")));
}

function showHead(page) {
  page.view.head.forEach((column, place) => {
    const parts = page.head[place];
    if (Number(parts.input.dataset.t) !== page.view.tier) page.inputs.move(parts.input, page.view.tier);
    setClass(parts.node, "hc" + (column.turned ? " lit" : "")
      + (place === page.strip.column ? " sel" : ""));
    setText(parts.share, column.share);
    setText(parts.source, column.source);
    setText(parts.free, column.free);
    parts.input.hidden = Boolean(column.free);
  });
  setText(page.gateShare, page.view.gateShare);
  setText(page.within, page.view.within);
  setText(page.resultTitle, `结果：${page.layout.tiers[page.view.tier]}，按上列假定`);
}
