// What the leader writes for the report: the facts of the visit, opinions, suggestions.

function reportPart(report) {
  return h("div", { class: "two", id: "report" },
    h("div", {}, h("h2", {}, "考评情况"), report.visit.map(visitField),
      h("h2", { style: "margin-top:14px" }, "还缺什么", h("span", { class: "dim" }, "不阻止出稿，稿上写明")),
      h("div", { id: "gaps", role: "status" }, report.gaps.length ? report.gaps.map((text) =>
        h("p", { class: "bad", style: "margin:3px 0" }, text)) : h("p", {}, "✓ 齐备"))),
    h("div", {}, report.kinds.map((kind) => h("div", { style: "margin-bottom:14px" },
      h("h2", {}, `${kind.term}　${kind.written}`, h("span", { class: "dim" }, kind.asked)),
      kind.rows.map((row) => opinionFields(kind, row))))));
}

function visitField(one) {
  const name = `visit:${one.id}`;
  const save = (event) => {
    delete event.target.dataset.dirty;
    send({ do: "visit", column: one.id, text: event.target.value }, name, event.target.value);
  };
  const value = valueOf(name, one.value);
  const props = { class: "reason", "aria-label": one.label, value, onchange: save,
    "aria-invalid": refusals.has(name) ? "true" : null };
  let node = null;
  if (one.choices.length) {
    node = h("select", { ...props, value: null }, [["", "（未填）"], ...one.choices].map(([id, term]) =>
      h("option", { value: id }, term)));
    node.value = value;
  } else {
    node = h(one.long ? "textarea" : "input", { ...props, placeholder: one.hint, maxlength: 5000 });
  }
  return h("label", { class: "visit" }, h("span", {}, one.label), field(name, node), refused(name));
}

function opinionFields(kind, row) {
  const name = `${kind.id}:${row.number}`;
  const parts = {};
  const save = (part) => (event) => {
    delete event.target.dataset.dirty;
    send({ do: "opinion", kind: kind.id, number: row.number, heading: parts.heading.value,
      text: parts.text.value }, `${name}:${part}`, event.target.value);
  };
  parts.heading = field(`${name}:heading`, h("input", { class: "reason", placeholder: "标题，可不填",
    value: valueOf(`${name}:heading`, row.heading), maxlength: 5000,
    "aria-label": `${kind.term}${row.number}标题`, onchange: save("heading") }));
  parts.text = field(`${name}:text`, h("textarea", { value: valueOf(`${name}:text`, row.text),
    maxlength: 5000, "aria-label": `${kind.term}${row.number}`, onchange: save("text") }));
  return h("div", { class: "opinion" }, h("div", { class: "head" }, h("b", {}, `${row.number}`),
    parts.heading, h("span", { class: "dim" }, row.length)), parts.text,
  refused(`${name}:heading`), refused(`${name}:text`));
}
