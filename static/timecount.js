// What HTML cannot do alone.  Everything works without this file; it only makes it quicker.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const says = (name) => document.body.dataset[name];

// --- messages -----------------------------------------------------------------------------------

function show(tone, text, key) {
  const place = find("#messages");
  if (!place || (key && find(`[data-key="${key}"]`, place))) return;
  const box = find("#message-template").content.firstElementChild.cloneNode(true);
  box.classList.add(`alert-${tone}`);
  box.dataset.key = key || "";
  find(".alert-text", box).textContent = text;
  place.append(box);
  readyMessages(place);
}

function readyMessages(root) {
  for (const box of root.querySelectorAll("[data-message]:not([data-ready])")) {
    box.dataset.ready = "";
    find("[data-dismiss]", box).hidden = false;
    // Good news without a button goes by itself, but not while somebody reads it.
    if (!box.matches(".alert-success") || find("form", box)) continue;
    setTimeout(function leave() {
      box.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : box.remove();
    }, 8000);
  }
}

document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-message]")?.remove());

// --- keyboard, menus, dialogs -------------------------------------------------------------------

function open(dialog) {
  dialog.showModal();
  dialog.dispatchEvent(new Event("shown")); // what a dialog holds may wait for it
}

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const search = find("#search");
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      menu.open = false;
      find("summary", menu).focus();
    }
    if (event.target.closest("[data-search]")) event.target.blur();
    const inPlace = event.target.closest(".edit-in-place");
    if (inPlace) find("[data-cancel]", inPlace)?.click();
  } else if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.select();
  } else if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) {
    return;
  } else if (search && event.key === "/") {
    event.preventDefault();
    search.select();
  } else if (event.key === "?") {
    const help = find("#help");
    if (help) open(help);
  }
});

// Arrows walk through search results and menus.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = step && event.target.closest("[data-search], [data-menu][open]");
  if (!list) return;
  const stops = [...list.querySelectorAll("#search, summary, .search-results a, .menu-list a, .menu-list button")];
  event.preventDefault();
  stops.at((stops.indexOf(document.activeElement) + step) % stops.length)?.focus();
});

// In a calendar: one back, one on, today; arrows walk through its days.
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (typing(target) || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
  const days = [...document.querySelectorAll(".cal-add")];
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  if (step && days.includes(target)) {
    event.preventDefault();
    days[days.indexOf(target) + step]?.focus();
  } else if (["p", "n", "t"].includes(key)) {
    find(`[data-turn="${key}"]`)?.click();
  }
});

// --- rows of a list -----------------------------------------------------------------------------

const ROW = ".rows-item, .tile, tr";
const rows = () => [...document.querySelectorAll("#list :is(.rows-title, .tile-title, .row-name)")];

const linkOf = (row) => row && find(":is(.rows-title, .tile-title, .row-name)", row);

function walk(step) {
  const links = rows();
  const at = links.indexOf(linkOf(document.activeElement.closest(ROW)));
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const list = find("#list");
  const { target, key } = event;
  if (!list || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open], [data-menu][open]")) return;
  const row = list.contains(target) ? target.closest(ROW) : null;
  const step = { j: 1, k: -1, ArrowDown: row || target.id === "list-q" ? 1 : 0, ArrowUp: row ? -1 : 0 }[key];
  if (typing(target) && !(target.id === "list-q" && key === "ArrowDown") && !target.matches("[name=selected]")) return;
  if (step) {
    event.preventDefault();
    walk(step);
  } else if (row && key === "x") {
    find("[name=selected]", row)?.click();
  } else if (row && key === "m") {
    find(".row-more", row)?.click();
  } else if (row && key === "e" && list.dataset.edit) {
    location.assign(linkOf(row).href + list.dataset.edit);
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  if (event.target.matches("dialog.dialog")) event.target.close(); // the backdrop
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(dialog);
});

// Printing happens in the browser: the server is told whose page it was.
addEventListener("beforeprint", () => {
  const page = find("[data-printed]");
  if (page) fetch(page.dataset.printed, { keepalive: true });
});

// --- forms --------------------------------------------------------------------------------------

const unsaved = new Set();

// What was typed and came back with errors is not saved either.
const guard = (root) => root.querySelectorAll("[data-guard]:has(.is-invalid)").forEach((form) => unsaved.add(form));

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) unsaved.add(form);
});

addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
});

// A part of the page is about to be replaced by another: as much of a loss as leaving the page.
function mayGo(target, source) {
  const own = source?.closest?.("form");
  return ![...unsaved].some((form) => form !== own && target?.contains?.(form)) || confirm(says("unsaved"));
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  unsaved.delete(form);
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (form.dataset.unpicks) sessionStorage.removeItem(place(form.dataset.unpicks));
  event.submitter?.setAttribute("aria-busy", "true");
});

addEventListener("pageshow", () => {
  showPicked();
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    find("[aria-busy]", form)?.removeAttribute("aria-busy");
  }
});

for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest?.("[data-dropzone]");
    if (!zone) return;
    zone.classList.toggle("is-over", over);
    if (name === "dragleave") return;
    event.preventDefault();
    const input = find("input[type=file]", zone);
    if (name === "dragover" || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  show("success", says("copied"), "copied");
});

// --- picked rows: kept for the window while one turns the pages of a list ------------------------

const MOST_PICKED = 500; // all of them stand in an address
const boxes = () => [...document.querySelectorAll("input[name=selected][form=bulk]")];
const place = (list) => `picked:${list}`;

function picked(bar) {
  const kept = JSON.parse(sessionStorage.getItem(place(bar.dataset.bulk)) || "{}");
  if (kept.of && kept.of !== bar.dataset.of) {
    if (kept.all || kept.keys.length) show("info", says("unpicked"), "unpicked");
    return { keys: new Set() };
  }
  return { all: kept.all, keys: new Set(kept.keys) };
}

function keepPicked(bar, { all, keys }) {
  const kept = JSON.stringify({ of: bar.dataset.of, all, keys: [...keys] });
  if (all || keys.size) sessionStorage.setItem(place(bar.dataset.bulk), kept);
  else sessionStorage.removeItem(place(bar.dataset.bulk));
}

function showPicked() {
  const bar = find("[data-bulk]");
  if (!bar) return;
  const { all = false, keys } = picked(bar);
  keepPicked(bar, { all, keys });
  const here = boxes();
  for (const box of here) box.checked = keys.has(box.value);
  const checked = here.filter((box) => box.checked).length;
  const page = find("[data-pick-page]", bar);
  page.closest("[data-needs-script]").hidden = false;
  page.checked = checked > 0 && checked === here.length;
  page.indeterminate = checked > 0 && checked < here.length;
  const every = find("[name=all]", bar);
  if (every) every.checked = all;
  const seen = new Set(here.map((box) => box.value));
  find("[data-elsewhere]", bar).replaceChildren(...[...keys].filter((key) => !seen.has(key)).map((value) =>
    Object.assign(document.createElement("input"), { type: "hidden", name: "selected", value })));
  const count = all ? bar.dataset.total : keys.size.toLocaleString(document.documentElement.lang);
  find("[data-picked]", bar).textContent = all || !keys.size ? "" : count;
  const line = find("[data-picked-line]", bar);
  line.hidden = !all && !keys.size;
  line.firstElementChild.textContent = line.dataset.text.replace("{count}", count);
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("[data-pick-page], [form=bulk][name=selected], [data-bulk] [name=all]")) return;
  const bar = find("[data-bulk]");
  const now = picked(bar);
  if (box.name === "all") now.all = box.checked;
  for (const one of box.matches("[data-pick-page]") ? boxes() : box.name === "all" ? [] : [box]) {
    if (!box.checked) now.keys.delete(one.value);
    else if (now.keys.size < MOST_PICKED) now.keys.add(one.value);
    else show("warning", says("enough"), "enough");
  }
  keepPicked(bar, now);
  showPicked();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-unpick]")) return;
  keepPicked(find("[data-bulk]"), { keys: new Set() });
  showPicked();
});

// --- htmx ---------------------------------------------------------------------------------------

document.addEventListener("htmx:error", (event) => {
  const { error, ctx } = event.detail;
  if (ctx?.request?.form) unsaved.add(ctx.request.form);
  if (error?.name === "AbortError" && !ctx?.request?.signal?.aborted) return;
  if (ctx && !ctx.response && error?.name !== "AbortError") show("danger", says("lost"), "lost");
});

document.addEventListener("htmx:response:error", (event) => {
  const { request, response: { status } } = event.detail.ctx;
  if (request.form) unsaved.add(request.form);
  const text = { 403: "forbidden", 404: "gone", 413: "large", 429: "often" }[status] || "failed";
  show("danger", says(text), text);
});

// Signed out meanwhile: the sign-in page must not land inside a part of this one.
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected || !new URL(raw.url).pathname.startsWith("/accounts/login/")) return;
  event.preventDefault();
  location.reload();
});

let turned = false; // to another page of a list
let edited = null; // the place of the field that is being saved or left

document.addEventListener("htmx:before:request", (event) => {
  const { request, sourceElement, target } = event.detail.ctx;
  if (!mayGo(target, sourceElement)) return event.preventDefault();
  unsaved.delete(request.form);
  edited = sourceElement?.closest?.(".edit-in-place")?.parentElement.id;
  turned = Boolean(sourceElement?.closest?.(".pager"));
});

document.addEventListener("htmx:after:settle", (event) => {
  const target = event.target.isConnected && event.target.closest ? event.target : document.body;
  const dialog = target.closest("dialog");
  if (dialog && !dialog.open) open(dialog);
  guard(target);
  find(".edit-in-place .is-invalid, [data-focus], [autofocus]", target)?.focus();
  // Back to the pencil, unless somebody is typing elsewhere already.
  if (edited && document.activeElement === document.body) find(`#${edited} > [data-change]`)?.focus();
  readyMessages(document);
  showPicked();
  if (!turned) return;
  turned = false;
  scrollTo(0, 0);
  find(".table-view")?.scrollTo(0, 0);
});

// --- passkeys -----------------------------------------------------------------------------------

for (const box of document.querySelectorAll("[data-passkey]")) box.hidden = !window.PublicKeyCredential;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("warning", says("passkeys"), "passkey");
});

addEventListener("DOMContentLoaded", () => {
  readyMessages(document);
  guard(document);
  showPicked();
  for (const link of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = link.closest(".tabs");
    tabs.scrollLeft = link.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - link.offsetWidth) / 2;
  }
  find("[data-focus]")?.focus();
});
