// The panel's page: an expert's own sheet, and for the leader what comes of all sheets.
//
// Nothing is computed here. An entry is kept in the browser until the server has recorded it;
// what it refuses stays in its field with the sentence beside it, and what was recorded counts.

const facts = JSON.parse(document.getElementById("facts").textContent);
const KEPT = `clusterlib:panel:${facts.base}:${facts.user}`;
const AGAIN_MS = 2000;
const page = document.getElementById("page");
let seen = null;
let tab = "expert";
let queue = read();
let busy = false;
let open = "";
const refusals = new Map();

function read() {
  try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch { return []; }
}

function keep() {
  try { localStorage.setItem(KEPT, JSON.stringify(queue)); } catch { /* only the safety net */ }
}

function h(tag, props, ...kids) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== ""));
  return node;
}

async function asked(path, body) {
  const answer = await fetch(facts.base + path, { cache: "no-store", redirect: "manual",
    ...(body && { method: "POST", body: JSON.stringify(body),
      headers: { "X-XSRFToken": facts.xsrf, "Content-Type": "application/json" } }) });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("out");
  const kind = answer.headers.get("Content-Type") || "";
  if (!kind.startsWith("application/json")) throw new Error(String(answer.status));
  return answer.json();
}

// One entry of a field that still waits is replaced by the next one.
function send(request, field, typed) {
  const entry = { ...request, case: seen.view.case, field, typed };
  const last = queue[queue.length - 1];
  if (queue.length > (busy ? 1 : 0) && last.field === field && field) queue.pop();
  queue.push(entry);
  refusals.delete(field);
  keep();
  pump();
}

async function pump() {
  if (busy || !queue.length) return;
  busy = true;
  const { field, typed, ...request } = queue[0];
  try {
    const answer = await asked("panel/act", request);
    queue.shift();
    keep();
    tell("");
    if (answer.error) {
      if (field) refusals.set(field, { text: answer.error, typed });
      else tell(answer.error);
      await load();
    } else {
      seen = answer;
      if (answer.told && field) refusals.set(field, { text: answer.told });
    }
    busy = false;
    show();
    pump();
  } catch (error) {
    busy = false;
    if (error.message === "out") {
      tell("登录已失效，改动都留着。请重新登录后打开本页。", true);
      return;
    }
    tell("连接已断开，改动都留着，连上后自动补发……");
    setTimeout(pump, AGAIN_MS);
  }
}

async function load(name) {
  const wanted = name || (seen && seen.view ? seen.view.case : "");
  const answer = await asked(`panel/data?case=${encodeURIComponent(wanted)}`);
  if (answer.error) tell(answer.error);
  else seen = answer;
}

function tell(text, out) {
  banner.hidden = !text;
  banner.replaceChildren(text, ...(out ? [" ", h("a", { href: `${facts.base}login?next=${
    encodeURIComponent(facts.base + "panel")}` }, "重新登录")] : []));
}

const banner = h("div", { class: "banner", role: "alert", hidden: true });
const body = h("div");
page.replaceChildren(banner, body);

function show() {
  const focused = document.activeElement;
  const kept = focused && focused.dataset && focused.dataset.field
    ? { field: focused.dataset.field, value: focused.value, dirty: focused.dataset.dirty,
      at: focused.selectionStart } : null;
  if (!seen || !seen.view) {
    body.replaceChildren(h("header", {}, h("h1", {}, "专家评审"), h("span", { class: "grow" }),
      leave()), h("p", { class: "state" }, `“${facts.user}”不在任何专家组的名册里。`));
    return;
  }
  body.replaceChildren(tab === "leader" && seen.leader ? leaderPage() : expertPage());
  if (!kept) return;
  const again = body.querySelector(`[data-field="${CSS.escape(kept.field)}"]`);
  if (!again) return;
  again.focus();
  if (kept.dirty) {
    again.value = kept.value;
    again.dataset.dirty = "1";
    try { again.setSelectionRange(kept.at, kept.at); } catch { /* not in this kind of field */ }
  }
}

function leave() {
  return h("a", { href: `${facts.base}logout` }, "退出登录");
}

function cases() {
  if (seen.cases.length < 2) return null;
  const select = h("select", { "aria-label": "办件", onchange: async () => {
    await load(select.value);
    show();
  } }, seen.cases.map(([id, name]) => h("option", { value: id }, `${name || id}（${id}）`)));
  select.value = seen.view.case;
  return select;
}

function tabs() {
  if (!seen.leader) return null;
  return h("span", { class: "grades", role: "group", "aria-label": "页面" },
    [["expert", "我的打分"], ["leader", "组长"]].map(([name, label]) => h("button", {
      type: "button", "aria-pressed": String(tab === name), onclick: async () => {
        tab = name;
        await load();
        show();
      } }, label)));
}

function expertPage() {
  const view = seen.view;
  const lock = view.editable ? h("button", { type: "button", class: "main", id: "lock",
    disabled: view.lacks.length > 0 || queue.length > 0, title: view.lacks.join("；"),
    onclick: () => {
      if (confirm("锁定后不能再改，只能另交一份更正。确定锁定提交？")) send({ do: "lock" }, "");
    } }, view.lacks.length ? `锁定提交（${view.lacks[view.lacks.length - 1]}）` : "锁定提交")
    : null;
  const correct = view.locked && !view.closed ? h("button", { type: "button", id: "correct",
    onclick: () => {
      const reason = prompt("更正的理由");
      if (reason) send({ do: "correct", reason }, "");
    } }, "更正：另交一份") : null;
  const state = view.closed ? `第 ${view.round} 轮组长已收轮，留存不改。`
    : view.locked ? `第 ${view.round} 轮已锁定 ${view.locked}（UTC），收轮前看不到别人的打分。`
      : `第 ${view.round} 轮在填${queue.length ? "，正在存……" : "，已存"}。`
        + "收轮前看不到别人的打分，别人也看不到你的。";
  document.title = "专家评审";
  return h("div", {}, h("header", {}, h("h1", {}, "专家评审"),
    h("span", { class: "dim" }, `${view.applicant}　${view.region}　${view.member}`),
    h("span", { class: "grow" }), cases(), tabs(), lock, correct, leave()),
  h("p", { class: "state", role: "status", style: "margin:0" }, state,
    view.corrects ? `　更正 ${view.corrects}` : ""),
  h("div", { class: "two" }, h("div", { class: view.editable ? "" : "done" },
    h("h2", {}, "打分", h("span", { class: "dim" }, "只能在蓝轨内；实心端含该分，空心端不含")),
    view.sections.map(sectionPart),
    h("div", { class: "sum" }, "合计", h("span", { class: "dim" },
      "须 ≥ 70 分；单人合计只供自己看，结论按全组合成"),
    view.sum_before ? h("span", { class: "dim" }, `上一轮 ${view.sum_before}`) : null,
    h("b", {}, view.sum || "—"))),
  h("div", {}, findingsPart(view), itemsPart(view), othersPart(view))));
}

function field(name, node) {
  node.dataset.field = name;
  node.addEventListener("input", () => { node.dataset.dirty = "1"; });
  return node;
}

// What is in a field: what was refused, as it was typed, else what is recorded.
function valueOf(name, recorded) {
  const refusal = refusals.get(name);
  return refusal && refusal.typed !== undefined ? refusal.typed : recorded;
}

function refused(name) {
  const refusal = refusals.get(name);
  return refusal ? h("p", { class: "bad", role: "alert", style: "margin:2px 0" }, refusal.text) : null;
}

function sectionPart(section) {
  const view = seen.view;
  const name = `points:${section.id}`;
  const refusal = refusals.get(name) || refusals.get(`grade:${section.id}`);
  const points = field(name, h("input", { class: `points${refusal ? " refused" : ""}`,
    inputmode: "decimal", autocomplete: "off", value: valueOf(name, section.points), disabled: !view.editable,
    "aria-label": `${section.term}得分`, "aria-invalid": refusal ? "true" : null,
    onchange: (event) => {
      delete event.target.dataset.dirty;
      send({ do: "save", section: section.id, points: event.target.value }, name,
        event.target.value);
    } }));
  const reason = field(`reason:${section.id}`, h("input", { class: "reason",
    value: valueOf(`reason:${section.id}`, section.reason),
    placeholder: "理由，可不填", "aria-label": `${section.term}理由`, disabled: !view.editable,
    onchange: (event) => {
      delete event.target.dataset.dirty;
      send({ do: "save", section: section.id, reason: event.target.value },
        `reason:${section.id}`, event.target.value);
    } }));
  return h("section", { class: "section", id: section.id },
    h("div", { class: "head" }, h("b", {}, `${section.numeral}　${section.term}`),
      h("span", { class: "dim" }, `满 ${section.maximum}`), h("span", { class: "grow" }),
      h("span", {}, `可填 ${section.allowed}`)),
    section.graded ? h("div", {}, h("span", { class: "grades", role: "group",
      "aria-label": `${section.term}档次` }, section.grades.map(([id, term]) => h("button", {
      type: "button", "aria-pressed": String(section.grade === id), disabled: !view.editable,
      onclick: () => send({ do: "save", section: section.id, grade: id }, `grade:${section.id}`),
    }, term))), section.grade_before
      ? h("span", { class: "dim" }, `上一轮：${section.grade_before}`) : null) : null,
    h("div", { class: "entry" }, rail(section),
      section.before ? h("span", { class: "dim" }, section.before) : null, points),
    refused(name), refused(`grade:${section.id}`), reason, refused(`reason:${section.id}`));
}

function rail(section) {
  return h("div", { class: "rail", "aria-hidden": "true" }, section.bands.flatMap((band) => [
    h("div", { class: "band", style: `left:${band.from}%;width:${band.to - band.from}%` }),
    ...[band.from, band.to].flatMap((at, end) => [
      h("div", { class: `end${band.open[end] ? " open" : ""}`, style: `left:${at}%` }),
      h("span", { class: "tick", style: `left:${at}%` }, band.ends[end])])]),
  section.before_at !== null ? h("span", { class: "was", style: `left:${section.before_at}%` },
    "▽") : null,
  section.at !== null ? h("div", { class: "mark", style: `left:${section.at}%` }) : null);
}

function findingsPart(view) {
  const written = view.findings.filter((one) => one.text).length;
  return h("div", {}, h("h2", {}, `评语　${written}/${view.findings.length}`,
    h("span", { class: "dim" }, "定性指标十项（附件一）")), view.findings.map((one, place) => {
    const name = `finding:${one.id}`;
    const text = field(name, h("textarea", { value: valueOf(name, one.text), disabled: !view.editable,
      "aria-label": one.term, maxlength: 5000, onchange: (event) => {
        delete event.target.dataset.dirty;
        send({ do: "finding", indicator: one.id, text: event.target.value }, name,
          event.target.value);
      } }));
    const part = h("details", { open: open === one.id, id: `finding-${one.id}` },
      h("summary", {}, h("span", {}, `${place + 1}　${one.term}`), h("span", { class: "grow" }),
        one.text ? h("span", {}, `✓ ${[...one.text].length} 字`)
          : h("span", { class: "bad" }, "未写")), text, refused(name));
    part.addEventListener("toggle", () => {
      if (part.open) open = one.id;
      else if (open === one.id) open = "";
    });
    return part;
  }));
}

function itemsPart(view) {
  return h("div", { style: "margin-top:14px" }, h("h2", {}, "达标情况"), h("table", {},
    h("tr", {}, ["指标", "数值", "达标值", "状态"].map((label) => h("th", {}, label))),
    view.items.map((item) => h("tr", {}, h("td", {}, `${item.section === "basic" ? "一" : "二"}${
      item.number}　${item.term}`), h("td", {}, item.value), h("td", {}, item.threshold),
    h("td", { class: item.state === "缺" ? "bad" : "" }, item.state)))));
}

function othersPart(view) {
  if (!view.others.length) return null;
  return h("div", { style: "margin-top:14px" }, h("h2", {}, "各位专家", h("span", { class: "dim" },
    "收轮后可见")), h("table", {}, h("tr", {}, ["专家", "轮次", "一", "二", "三", "四", "合计"]
    .map((label) => h("th", {}, label))), view.others.map((one) => h("tr", {},
    h("td", {}, one.name), h("td", {}, one.round), one.points.map((points, place) => h("td", {},
      `${points || "—"}${place > 1 && one.grades[place - 2] ? ` ${one.grades[place - 2]}` : ""}`)),
    h("td", {}, one.sum || "—")))));
}

function leaderPage() {
  const { leader, view } = seen;
  document.title = "组长总览";
  const close = leader.may_close ? h("button", { type: "button", class: "main", id: "close",
    onclick: () => {
      const all = leader.members.every((one) => one.locked);
      if (confirm(`${all ? "" : "还有专家没有锁定。"}收第 ${view.round} 轮后不能再收本轮打分。确定？`)) {
        send({ do: "close" }, "");
      }
    } }, `收第 ${view.round} 轮`) : null;
  const another = leader.may_open ? h("button", { type: "button", id: "open",
    onclick: () => send({ do: "open" }, "") }, `另开第 ${view.round + 1} 轮`) : null;
  const names = Object.keys(leader.terms);
  return h("div", {}, h("header", {}, h("h1", {}, "组长总览"),
    h("span", { class: "dim" }, `${view.applicant}　${view.region}　${view.member}`),
    h("span", { class: "grow" }), cases(), tabs(), close, another, leave()),
  h("p", { class: "state", role: "status", style: "margin:0;font-weight:700" }, leader.sentence),
  h("div", { class: "leader" }, h("table", { id: "members" }, h("tr", {},
    ["专家", "职称", "锁定（UTC）", "合计", "与他人均差", "去掉后总分", "结论"].map((label) =>
      h("th", {}, label))), leader.members.map((one) => h("tr", {},
    h("td", {}, h("b", {}, one.name), ` ${one.role}`), h("td", {}, one.title),
    h("td", { class: one.locked ? "" : "bad" }, one.locked ? `✓ ${one.locked}` : "未锁定"),
    h("td", {}, one.sum || "—"), h("td", {}, one.severity || "—"), h("td", {}, one.without || "—"),
    h("td", {}, one.without_verdict || "—")))),
  leader.sections.length ? h("div", { class: "two" }, h("div", {}, h("h2", {}, "各部分分布",
    h("span", { class: "dim" }, "实点计入，空点不在所定的档内，不计")), leader.sections.map(dots)),
  h("div", {}, h("h2", {}, "合成", h("span", { class: "dim" }, `现用：${leader.reading}`)),
    h("table", { id: "consolidated" }, h("tr", {}, ["", "计入", "最低", "最高", "极差",
      ...names.map((name) => leader.terms[name])].map((label) => h("th", {}, label))),
    leader.sections.map((row) => h("tr", { title: row.told }, h("td", {}, row.term,
      row.few ? h("span", { class: "bad" }, `　${row.told}`) : null), h("td", {}, row.valid),
    h("td", {}, row.lowest), h("td", {}, row.highest), h("td", {}, row.range),
    names.map((name) => h("td", {}, row.points[name])))),
    h("tr", {}, h("td", {}, h("b", {}, "总分")), h("td", { colspan: 4 }, "须 ≥ 70"),
      names.map((name) => h("td", {}, h("b", {}, leader.total[name]))))),
    h("p", {}, `一致性（Krippendorff α，等距，按满分折算）${leader.alpha}`),
    h("h2", {}, "专家组组成", h("span", { class: "dim" }, "3.2；不阻止打分，只影响文书“齐备”")),
    leader.composition.length ? leader.composition.map((one) => h("p", {
      class: one.soft ? "" : "bad", style: "margin:3px 0" },
    `${one.soft ? "! 提示" : "× 不合"}　${one.text}`)) : h("p", {}, "✓ 齐备"))) : null,
  reportPart(leader.report)));
}

function dots(row) {
  return h("div", { class: "section" }, h("div", { class: "head" }, h("b", {}, row.term),
    row.grade ? h("span", {}, `${row.votes}；定为“${row.grade}”`) : null,
    h("span", { class: "grow" }), h("span", { class: "dim" }, row.allowed)),
  h("div", { class: "dots", style: `height:${96 + 24 * Math.max(0, row.dots.length - 4)}px` },
    row.bands.map((band) => h("div", { class: "band",
    style: `left:${band.from}%;width:${band.to - band.from}%` })),
  row.ends.map((end, place) => h("span", { class: "scale", style: place ? "right:0" : "left:0" },
    end)),
  row.dots.map((dot, place) => {
    const under = row.dots.slice(0, place).filter((one) => dot.at - one.at < 4.5).length;
    return h("span", { class: `dot${dot.counts ? "" : " out"}`, title: `${dot.name} ${dot.points}`,
      style: `left:${dot.at}%;bottom:${21 + under * 24}px` }, [...dot.name].pop());
  })));
}

async function start() {
  try {
    await load();
    tell("");
    show();
    pump();
  } catch (error) {
    if (error.message === "out") tell("登录已失效。", true);
    else {
      tell("连不上服务，正在重试……");
      setTimeout(start, AGAIN_MS);
    }
  }
}

start();
