// Small tools for building and changing the page; nothing here knows what it shows.

function h(tag, props, ...kids) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...kids.filter((kid) => kid !== null && kid !== undefined));
  return node;
}

function svg(tag, props, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(props || {})) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

// Writing to the document costs layout even where nothing changes, so remember what stands.
function setText(node, text) {
  if (node._text !== text) {
    node._text = text;
    node.textContent = text;
  }
}

function setClass(node, name) {
  if (node._class !== name) {
    node._class = name;
    node.className = name;
  }
}

function setAttr(node, key, value) {
  const text = String(value);
  if (node["_" + key] !== text) {
    node["_" + key] = text;
    node.setAttribute(key, text);
  }
}

function setChildren(node, key, make) {
  if (node._key !== key) {
    node._key = key;
    node.replaceChildren(...make());
  }
}

// "7" and "原6" stand apart from each other in weight and colour, never in colour alone.
function nowAndWas(now, was, unit) {
  const parts = [h("b", {}, now), unit];
  if (was !== "" && was !== null) parts.push(h("span", { class: "was" }, " 原" + was));
  return parts;
}

function bytesOf(view) {
  return view ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(0);
}

function copyOf(view) {
  return view ? view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)
    : new ArrayBuffer(0);
}

function floatsOf(view) {
  return new Float32Array(copyOf(view));
}

function intsOf(view) {
  return new Int32Array(copyOf(view));
}

function inVoila() {
  return document.body.dataset.voila === "voila";
}

// This page's address on what was chosen on the start page, with a further query.
function placed(query, isPath) {
  const given = new URLSearchParams(location.search);
  const parts = ["cohort", "standard"].filter((name) => given.get(name))
    .map((name) => `${name}=${encodeURIComponent(given.get(name))}`);
  const all = [...parts, query].filter(Boolean).join("&");
  return (isPath ? "" : location.origin) + location.pathname + (all ? "?" + all : "");
}
