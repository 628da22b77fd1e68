// The link to the kernel: one request at a time, each under a ticket of its own, each answered.
//
// Requests that wait are kept, in the browser's store too, until the kernel has answered.
// Of several waiting requests of one kind only the last is sent: each carries the whole
// state it speaks of, so nothing is lost by leaving out the earlier ones.
//
// A request is a message, not a trait: the next change of a trait waits for the kernel to be
// idle again after the last one, and that word may be lost with the connection for good.

const ANSWER_WITHIN_MS = 2000;
const VISIT = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
let requests = 0;

class Link {
  constructor(model, tell) {
    this.model = model;
    this.tell = tell;
    this.queue = [];
    this.flying = null;
    this.key = "clusterlib:" + (inVoila() ? location.pathname : model.get("texts").key);
    this.lost = "";
    this.timer = 0;
    this.watch();
  }

  // What an earlier visit left: the last acknowledged state and what was not acknowledged.
  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  keep() {
    const waiting = [...(this.flying ? [this.flying] : []), ...this.queue]
      .filter((request) => request.keep);
    try {
      localStorage.setItem(this.key, JSON.stringify({
        state: this.model.get("view").state || "", waiting,
      }));
    } catch {
      // A full or forbidden store costs only the safety net, not the page.
    }
  }

  send(what, args, options) {
    requests += 1;
    const request = { ...args, ticket: `${VISIT}-${requests}`, do: what,
      keep: !(options && options.passing) };
    const last = this.queue[this.queue.length - 1];
    if (options && options.merge && last && last.do === what && !last.done) {
      this.queue[this.queue.length - 1] = request;
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
    return this.queue.some((request) => request.do === what)
      || Boolean(this.flying && this.flying.do === what);
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
    if (this.lost) return;
    this.tell("slow", "后台 2 秒没有回应，页面上的数可能是旧的。改动都留着，仍在等待……");
    this.timer = setTimeout(() => this.late(), ANSWER_WITHIN_MS);
  }

  answered() {
    if (this.flying && this.model.get("answered") === this.flying.ticket) {
      clearTimeout(this.timer);
      const kept = this.flying.keep;
      this.flying = null;
      if (!this.lost) this.tell("", "");
      if (kept) this.keep();
    }
    this.pump();
  }

  // The kernel connection of Voila and of JupyterLab; where neither is found the time
  // limit alone has to notice.
  watch() {
    const manager = this.model.widget_manager;
    const kernel = manager && (manager.kernel
      || (manager.context && manager.context.sessionContext.session
        && manager.context.sessionContext.session.kernel));
    if (!kernel || !kernel.statusChanged) return;
    const check = () => this.status(kernel.status, kernel.connectionStatus);
    kernel.statusChanged.connect(check);
    kernel.connectionStatusChanged.connect(check);
  }

  status(status, connection) {
    if (["dead", "autorestarting", "restarting", "terminating"].includes(status)) {
      this.lose("dead", "后台程序已停止，页面上的数不再更新。改动都留着，请重新打开本页。");
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
    if (this.lost === kind) return;
    this.lost = kind;
    clearTimeout(this.timer);
    this.keep();
    this.tell(kind, text);
  }
}
