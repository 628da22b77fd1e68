// The link to the kernel: one request at a time, each under a ticket of its own, each answered.
//
// The link owns all that is pending. Requests that wait are kept, in the browser's store too,
// until the kernel has answered; they are dealt with in their order. Two waiting ones of one
// kind become one where the page says how: what was typed into several cells adds up.
//
// A request is a message, not a trait: the next change of a trait waits for the kernel to be
// idle again after the last one, and that word may be lost with the connection for good.

const ANSWER_WITHIN_MS = 2000;
const HEARTBEAT_MS = 1500;
const MOST_KEPT = 6; // states of other standards
const VISIT = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
const GONE = "后台程序已停止，页面上的数不再更新。改动都留着，请重新打开本页。";
let requests = 0;

function stores() {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return []; // forbidden
  }
}

class Link {
  constructor(model, tell) {
    this.model = model;
    this.tell = tell;
    this.queue = [];
    this.flying = null;
    this.base = `clusterlib:${inVoila() ? placed("", true) : "lab:" + model.get("texts").page}|`;
    this.lost = "";
    this.timer = 0;
    this.watch();
  }

  // What earlier visits left, the newest first, this tab's own before another's: per standard
  // the last acknowledged state, the link it came from, and what was not acknowledged.
  kept() {
    const found = new Map();
    for (const store of stores()) {
      for (const key of Object.keys(store)) {
        if (!key.startsWith(this.base)) continue;
        try {
          found.set(key, { ...JSON.parse(store[key]), slot: key.slice(this.base.length) });
        } catch {
          store.removeItem(key);
        }
      }
    }
    return [...found.values()].sort((a, b) => b.at - a.at).slice(0, MOST_KEPT);
  }

  keep() {
    const waiting = this.pending().filter((request) => request.keep);
    const view = this.model.get("view");
    const item = JSON.stringify({ state: view.state || "", link: view.link || "", waiting,
      at: Date.now() });
    for (const store of stores()) {
      try {
        store.setItem(this.base + this.model.get("texts").key, item);
      } catch {
        // A full or forbidden store costs only the safety net, not the page.
      }
    }
  }

  // A link took the place of what was kept: that stays on offer.
  setAside(item) {
    for (const store of stores()) {
      try {
        store.setItem(`${this.base}${item.slot}~`, JSON.stringify(item));
      } catch {
        // As above.
      }
    }
  }

  // The reader does not want what was made of other standards.
  forget() {
    const own = this.base + this.model.get("texts").key;
    for (const store of stores()) {
      Object.keys(store).filter((key) => key.startsWith(this.base) && key !== own)
        .forEach((key) => store.removeItem(key));
    }
  }

  // What is still to be answered; the answer to one may be on screen before it is taken down.
  pending() {
    return [this.flying, ...this.queue].filter((request) =>
      request && request.ticket !== this.model.get("answered"));
  }

  send(what, args, options) {
    requests += 1;
    const request = { ...args, ticket: `${VISIT}-${requests}`, do: what,
      keep: !(options && options.passing), slow: (options && options.slow) || undefined };
    const last = this.queue[this.queue.length - 1];
    const merge = options && options.merge;
    if (merge && last && last.do === what && !last.done) {
      this.queue[this.queue.length - 1] = merge === true ? request : merge(last, request);
    } else {
      this.queue.push(request);
    }
    if (request.keep) this.keep();
    this.pump();
  }

  // What an earlier visit kept goes out under its ticket: the kernel may have dealt with it.
  resume(requests) {
    this.queue.push(...requests);
    this.pump();
  }

  waitsFor(what) {
    return this.pending().some((request) => request.do === what);
  }

  pump() {
    if (this.flying || !this.queue.length || this.lost) return;
    this.flying = this.queue.shift();
    this.fly();
  }

  fly() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.late(), ANSWER_WITHIN_MS);
    const { data, ...request } = this.flying;
    this.model.send(request, undefined, data ? [data] : []);
  }

  late() {
    if (this.lost || (this.flying && this.flying.slow)) return; // the page tells of it itself
    this.tell("slow", "后台 2 秒没有回应，页面上的数可能是旧的。改动都留着，仍在等待……");
    this.timer = setTimeout(() => this.late(), ANSWER_WITHIN_MS);
  }

  answered() {
    if (this.flying && this.model.get("answered") === this.flying.ticket) {
      clearTimeout(this.timer);
      this.flying = null;
      if (!this.lost) this.tell("", "");
      if (this.model.get("view").ready) this.keep();
    }
    this.pump();
  }

  // The kernel connection of Voila and of JupyterLab; where neither is found the time
  // limit alone has to notice.
  watch() {
    if (inVoila()) this.beat();
    const manager = this.model.widget_manager;
    const kernel = manager && (manager.kernel
      || (manager.context && manager.context.sessionContext.session
        && manager.context.sessionContext.session.kernel));
    if (!kernel || !kernel.statusChanged) return;
    const check = () => this.status(kernel.status, kernel.connectionStatus);
    kernel.statusChanged.connect(check);
    kernel.connectionStatusChanged.connect(check);
  }

  // The server knows of a kernel that ended long before the connection says so.
  beat() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    const ask = async () => {
      if (this.ended || this.lost === "dead") return;
      try {
        const answer = await fetch(`${config.baseUrl}alive/${config.kernelId}`,
          { cache: "no-store", redirect: "manual" });
        if (answer.ok && await answer.text() === "gone") this.lose("dead", GONE);
        else if (answer.type === "opaqueredirect" || answer.status === 403) {
          this.lose("out", "登录已失效，页面上的数不再更新。改动都留着，请重新登录后打开本页。");
        }
      } catch {
        // The connection itself tells of a network that is down.
      }
    };
    this.pulse = setInterval(ask, HEARTBEAT_MS);
    document.addEventListener("visibilitychange", ask);
  }

  end() {
    this.ended = true;
    clearInterval(this.pulse);
    clearTimeout(this.timer);
  }

  status(status, connection) {
    if (["dead", "autorestarting", "restarting", "terminating"].includes(status)) {
      this.lose("dead", GONE);
    } else if (connection === "disconnected") {
      this.lose("gone", "连接已断开，连不上后台。改动都留着，请检查网络后重新打开本页。");
    } else if (connection === "connecting" && this.lost !== "dead") {
      this.lose("cut", "连接已断开，正在重新连接。改动都留着，连上后自动补发。");
    } else if (connection === "connected" && (this.lost === "cut" || this.lost === "gone")) {
      this.lost = "";
      this.tell("", "");
      if (this.flying) this.fly();
      else this.send("state", {}, { passing: true });
    }
  }

  lose(kind, text) {
    if (this.lost === kind || this.lost === "dead") return;
    this.lost = kind;
    clearTimeout(this.timer);
    this.keep();
    this.tell(kind, text);
  }
}
