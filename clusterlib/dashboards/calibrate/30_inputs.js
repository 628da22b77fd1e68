// The editable thresholds: the row in the header and the 20 × 3 grid show the same table.

class Inputs {
  constructor(page) {
    this.page = page;
    this.nodes = new Map(); // "column,tier" -> input nodes
    this.anew = false; // whether the field that is edited has to take what the kernel says
  }

  make(column, tier, place) {
    const layout = this.page.layout;
    const name = `${layout.tiers[tier]} ${layout.columns[column].name} 达标值`;
    const node = h("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false",
      "aria-label": name, class: "th", "data-c": column, "data-t": tier, "data-place": place,
      oninput: () => this.typed(node),
      onchange: () => this.commit(node, false),
      onkeydown: (event) => this.key(event, node),
      onpaste: (event) => this.paste(event, node),
      onfocus: () => this.enter(node),
      onblur: () => this.leave(node),
    });
    const key = column + "," + tier;
    if (!this.nodes.has(key)) this.nodes.set(key, []);
    this.nodes.get(key).push(node);
    return node;
  }

  // The header row shows another tier: its inputs now stand for other cells.
  move(node, tier) {
    const column = Number(node.dataset.c);
    const old = this.nodes.get(column + "," + node.dataset.t);
    old.splice(old.indexOf(node), 1);
    node.dataset.t = tier;
    const layout = this.page.layout;
    node.setAttribute("aria-label",
      `${layout.tiers[tier]} ${layout.columns[column].name} 达标值`);
    const key = column + "," + tier;
    if (!this.nodes.has(key)) this.nodes.set(key, []);
    this.nodes.get(key).push(node);
    node._shown = undefined;
  }

  at(node) {
    return [Number(node.dataset.c), Number(node.dataset.t)];
  }

  // What was typed and is not yet answered, by cell; the link alone knows.
  pending() {
    return Object.assign({}, ...this.page.link.pending().map((request) =>
      request.do === "edit" ? request.cells : {}));
  }

  show(table, marks, turned) {
    const pending = this.pending();
    const focused = this.page.root.getRootNode().activeElement;
    const settled = !["undo", "redo", "paste", "take"].some((what) => this.page.link.waitsFor(what));
    for (const [key, nodes] of this.nodes) {
      const [column, tier] = key.split(",").map(Number);
      const cell = table[column][tier];
      const mark = marks[key] || "";
      for (const node of nodes) {
        node.disabled = cell.locked;
        node.readOnly = this.page.view.frozen;
        if (node === focused) {
          if (this.anew && settled && !(key in pending)) this.refill(node, cell.text);
        } else if (!(key in pending) && node._shown !== cell.shown) {
          node.value = node._shown = cell.shown;
        }
        setClass(node, "th" + (mark ? mark.error ? " bad" : " odd" : "")
          + (turned.includes(key) ? " turned" : ""));
        if (mark) {
          node.setAttribute("aria-invalid", mark.error ? "true" : "false");
          node.title = mark.text;
        } else if (node.title) {
          node.removeAttribute("aria-invalid");
          node.removeAttribute("title");
        }
      }
    }
    if (settled) this.anew = false;
  }

  refill(node, text) {
    node._typed = false;
    node._shown = undefined;
    node.value = text;
    node.select();
  }

  text(key) {
    const [column, tier] = key.split(",").map(Number);
    const pending = this.pending();
    return key in pending ? pending[key] : this.page.view.table[column][tier].text;
  }

  typed(node) {
    const at = this.at(node);
    const key = at.join(",");
    node._typed = true;
    node._shown = undefined;
    for (const twin of this.nodes.get(key)) {
      if (twin !== node) twin.value = twin._shown = node.value;
    }
    this.page.link.send("edit", { cells: { [key]: node.value }, at }, { merge: (last, next) =>
      ({ ...next, cells: { ...last.cells, ...next.cells } }) });
  }

  commit(node, sort) {
    if (!node._typed && !sort) return;
    const cells = node._typed ? { [this.at(node).join(",")]: node.value } : {};
    node._typed = false;
    this.page.link.send("edit", { cells, at: this.at(node), done: true, sort });
  }

  enter(node) {
    const [column, tier] = this.at(node);
    node.value = this.text(column + "," + tier);
    node._shown = undefined;
    node.select();
    this.page.point({ column, tier, strip: true });
  }

  leave(node) {
    const [column, tier] = this.at(node);
    if (!node._typed && !((column + "," + tier) in this.pending())) {
      node.value = node._shown = this.page.view.table[column][tier].shown;
    }
  }

  key(event, node) {
    const [column, tier] = this.at(node);
    const grid = node.dataset.place === "grid";
    const whole = node.selectionStart === 0 && node.selectionEnd === node.value.length;
    const first = whole || node.selectionEnd === 0;
    const last = whole || node.selectionStart === node.value.length;
    const go = (toColumn, toTier) => {
      const next = this.next(node, toColumn, toTier);
      if (next) {
        event.preventDefault();
        this.commit(node, false);
        next.focus();
      }
    };
    if (event.key === "Enter") {
      event.preventDefault();
      this.commit(node, true);
      if (grid) go(column + 1, tier);
    } else if (event.key === "ArrowDown") go(grid ? column + 1 : -1, tier);
    else if (event.key === "ArrowUp") go(grid ? column - 1 : -1, tier);
    else if (event.key === "ArrowLeft" && first) go(grid ? column : column - 1, grid ? tier - 1 : tier);
    else if (event.key === "ArrowRight" && last) go(grid ? column : column + 1, grid ? tier + 1 : tier);
  }

  next(node, column, tier) {
    const step = Math.sign(column - Number(node.dataset.c)) || 0;
    for (let at = column; at >= 0 && at < this.page.layout.columns.length; at += step) {
      const nodes = this.nodes.get(at + "," + tier) || [];
      const next = nodes.find((other) => other.dataset.place === node.dataset.place);
      if (next && !next.disabled) return next;
      if (!step) return null;
    }
    return null;
  }

  paste(event, node) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    this.commit(node, false);
    this.anew = true;
    this.page.link.send("paste", { at: this.at(node), text, place: node.dataset.place });
  }
}
