// Files on their way into the archive: in parts, two at a time, each with its progress; a lost connection goes on
// where it was.  Without this file, an ordinary form does the same.
"use strict";

(() => {
  const place = document.getElementById("uploads");
  if (!place) return;
  const list = place.querySelector(".uploads-list");
  const model = place.querySelector("template");
  const overlay = document.querySelector(".dropping");
  const AT_ONCE = 2;
  const WAIT = [1, 2, 5, 10, 20, 30]; // seconds between two tries
  const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const pause = (seconds) => new Promise((done) => {
    setTimeout(done, seconds * 1000);
    addEventListener("online", done, { once: true });
  });
  const queue = [];
  let running = 0;

  class Refusal extends Error {}

  async function ask(url, body, { headers = {}, signal } = {}) {
    const answer = await fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": token(), ...headers } });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok || answer.status === 409) return told;
    const error = answer.status === 503 || answer.status >= 502 ? new TypeError("away") : new Refusal(told.error || place.dataset.failed);
    throw error;
  }

  async function digest(file) {
    if (!window.crypto?.subtle) return "";
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function line(file, to) {
    const row = model.content.firstElementChild.cloneNode(true);
    const upload = { file, to, row, control: new AbortController(), anyway: false };
    row.querySelector(".upload-name").textContent = file.name;
    row.querySelector("[data-stop]").addEventListener("click", () => stop(upload));
    row.querySelector("[data-again]").addEventListener("click", () => again(upload));
    row.querySelector("[data-anyway]").addEventListener("click", () => again({ ...Object.assign(upload, { anyway: true }) }));
    list.append(row);
    place.hidden = false;
    return upload;
  }

  function say(upload, state, text, percent) {
    const { row } = upload;
    row.dataset.state = state;
    row.querySelector(".upload-state").textContent = text;
    if (percent !== undefined) row.querySelector("progress").value = percent;
    row.querySelector("[data-again]").hidden = state !== "failed";
    row.querySelector("[data-anyway]").hidden = state !== "same";
    row.querySelector("progress").hidden = ["done", "same", "failed", "cancelled"].includes(state);
  }

  function link(upload, { title, url }) {
    const name = upload.row.querySelector(".upload-name");
    name.replaceChildren(Object.assign(document.createElement("a"), { href: url, textContent: title }));
  }

  async function send(upload) {
    const { file, to } = upload;
    const sha256 = await digest(file);
    const words = new URLSearchParams({ name: file.name, size: file.size, sha256, anyway: upload.anyway ? "on" : "" });
    const begun = await patient(upload, () => ask(to, words));
    if (begun.same) {
      link(upload, begun.same);
      return say(upload, "same", place.dataset.same.replace("{title}", begun.same.title));
    }
    upload.url = begun.url;
    let received = 0;
    while (received < file.size) {
      const part = file.slice(received, received + begun.part);
      const told = await patient(upload, () => ask(upload.url, part, {
        headers: { "Upload-Offset": received, "Content-Type": "application/octet-stream" },
        signal: upload.control.signal,
      }));
      received = told.received;
      const percent = Math.floor((received / file.size) * 100);
      say(upload, "sending", place.dataset.sending.replace("{percent}", percent), percent);
    }
    say(upload, "checking", place.dataset.checking, 100);
    const filed = await patient(upload, () => ask(`${upload.url}finish/`, ""));
    link(upload, filed);
    say(upload, "done", place.dataset.done);
    upload.filed = filed;
  }

  // As long as nobody answers, it is asked again; what was refused is refused.
  async function patient(upload, what) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await what();
      } catch (error) {
        if (error instanceof Refusal || upload.control.signal.aborted) throw error;
        say(upload, "lost", place.dataset.lost);
        await pause(WAIT[Math.min(tries, WAIT.length - 1)]);
        if (upload.control.signal.aborted) throw error;
      }
    }
  }

  async function work() {
    while (queue.length && running < AT_ONCE) {
      const upload = queue.shift();
      running += 1;
      send(upload).catch((error) => {
        if (upload.control.signal.aborted) say(upload, "cancelled", place.dataset.cancelled);
        else say(upload, "failed", error instanceof Refusal ? error.message : place.dataset.failed);
      }).finally(() => {
        running -= 1;
        if (running || queue.length) return work();
        refresh(upload);
      });
    }
  }

  function refresh(upload) {
    const shown = document.querySelector("[data-after-upload]");
    if (!upload.filed || !shown) return;
    if (shown.dataset.afterUpload === "leave") return location.assign(upload.filed.url);
    window.htmx?.ajax("GET", location.href, { target: shown });
  }

  function add(files, to = place.dataset.uploads) {
    for (const file of files) {
      const upload = line(file, to);
      say(upload, "waiting", place.dataset.waiting);
      queue.push(upload);
    }
    work();
  }

  function again(upload) {
    upload.control = new AbortController();
    say(upload, "waiting", place.dataset.waiting, 0);
    queue.push(upload);
    work();
  }

  function stop(upload) {
    const waits = queue.indexOf(upload);
    const ended = ["done", "same", "failed", "cancelled"].includes(upload.row.dataset.state);
    if (waits >= 0) queue.splice(waits, 1);
    if (upload.url && !ended) fetch(`${upload.url}cancel/`, { method: "POST", headers: { "X-CSRFToken": token() } });
    upload.control.abort();
    upload.row.remove();
    place.hidden = !list.children.length;
  }

  // What lies in a dropped folder, however deep.
  async function filesOf(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
    const found = [];
    async function into(entry) {
      if (entry.isFile) return found.push(await new Promise((done, failed) => entry.file(done, failed)));
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) return undefined;
        for (const one of some) await into(one);
      }
    }
    for (const entry of entries) await into(entry);
    return found;
  }

  let over = 0;
  const carries = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest?.("[data-dropzone]");
  const cover = (shown) => { overlay.hidden = !shown; };
  document.addEventListener("dragenter", (event) => { if (carries(event)) { over += 1; cover(true); } });
  document.addEventListener("dragleave", (event) => { if (carries(event)) { over -= 1; cover(over > 0); } });
  document.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  document.addEventListener("drop", async (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over = 0;
    cover(false);
    add(await filesOf(event.dataTransfer));
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length && !event.target.closest("input, textarea, [contenteditable]")) add(files);
  });
  document.addEventListener("click", (event) => {
    const chooser = event.target.closest("[data-choose]");
    const input = chooser && document.querySelector(`[data-upload="${chooser.dataset.choose}"]`);
    if (!input) return;
    event.preventDefault();
    input.click();
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("[data-upload]")) return;
    add([...input.files], input.dataset.to);
    input.value = "";
  });
  addEventListener("beforeunload", (event) => { if (running || queue.length) event.preventDefault(); });

  function ready() {
    for (const button of document.querySelectorAll("[data-choose][hidden]")) button.hidden = false;
  }
  ready();
  document.addEventListener("htmx:after:settle", ready);
})();
