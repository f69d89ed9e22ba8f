"use strict";
// In the simulator's page: keeps the newest card in view, and the message box within reach.
//
// It goes by what a screen reader goes by (roles, the busy mark), by the ids of messages and by
// `window.simcordPreview`, which the simulator's page offers to others. Where one of them is not
// there, it leaves the page as the simulator shows it.

const main = document.querySelector("main");
const log = main && main.querySelector("[role=log]");
const box = main && main.querySelector("form textarea");
const EDITABLE = "input, textarea, select, [contenteditable], [role=textbox]";

const messages = () => (log ? [...log.querySelectorAll("[data-message-id]")] : []);
const newest = () => messages().pop();

const { base, apps, appsFor, failed, menus } = document.currentScript.dataset;
const MENUS = Object.entries(JSON.parse(menus || "{}"));

let following = true; // until someone looks at something older
let shown = null; // what is to stay in view
let known = "";
let changed = null;
let waiting = false;
let typing = true; // the last act was in the box, or on a command in its place
let used = null; // which control of which card had the focus last
let chose = false; // an arrow was pressed since the options of a command were offered

// A card that does not fit opens at its title.
function show(card) {
  const room = log.getBoundingClientRect();
  const place = card.getBoundingClientRect();
  if (place.height > room.height || place.top < room.top) log.scrollTop += place.top - room.top;
  else if (place.bottom > room.bottom) log.scrollTop += place.bottom - room.bottom;
}

// The sign of a list stands where its words begin. What is isolated does not tell where that is.
function turnLists() {
  for (const item of document.querySelectorAll(".text-display li")) {
    const words = item.textContent.replace(/\u2068[^\u2068\u2069]*\u2069/g, "");
    const [first] = words.match(/[\p{L}\u200e\u200f]/u) || [""];
    const turned = /[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(first);
    if (turned !== (item.dir === "rtl")) item.dir = turned ? "rtl" : "";
  }
}

function settled() {
  waiting = false;
  turnLists();
  if (main.getAttribute("aria-busy") === "true") return; // its end is seen as well
  const last = newest();
  const id = last ? last.dataset.messageId : "";
  if (id !== known) shown = last;
  else if (changed && changed.isConnected) shown = changed;
  known = id;
  if (used && used.card === changed && nowhere()) stay(used);
  changed = null;
  if (following && shown && shown.isConnected) show(shown);
  if (typing && nowhere()) toTheBox();
  tell();
  offerMenus();
}

function look() {
  if (waiting) return;
  waiting = true;
  // The simulator places its own view within two frames; this is after it.
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(settled)));
}

// What is going well need not be said; what is not stands above the room.
function tell() {
  const now = window.simcordPreview;
  if (!now) return;
  const act = now.lastAction;
  const failed = act && (act.rejected || !["settled", undefined].includes(act.settlement));
  const lost = now.transport && ["error", "uncertain"].includes(now.transport.state);
  document.documentElement.toggleAttribute("data-trouble", Boolean(failed || lost));
}

function reachable(element) {
  return element && element.isConnected && element.checkVisibility() && !element.closest("[inert]");
}

function toTheBox() {
  if (!reachable(box)) return false;
  box.focus({ preventScroll: true });
  return true;
}

// A card that was changed has other controls: whoever used one stays at a like one in its place.
const MENU = "button[role=combobox]";
const controls = (card, kind) => [...card.querySelectorAll(kind)]
  .filter((one) => reachable(one) && !one.closest("[role=toolbar], .apps"));

function usedBy(target) {
  const card = target.closest("[data-message-id]");
  if (!card) return null;
  const isIn = (menu) => menu.parentElement.contains(target); // its options are beside it
  const menu = controls(card, MENU).findIndex(isIn);
  if (menu >= 0) return { card, kind: MENU, place: menu };
  const place = controls(card, "button:not([role])").indexOf(target);
  return place < 0 ? null : { card, kind: "button:not([role])", place };
}

function stay({ card, kind, place }) {
  const like = controls(card, kind);
  if (like.length) like[Math.min(place, like.length - 1)].focus({ preventScroll: true });
}

const nowhere = () => !document.activeElement || document.activeElement === document.body;

// The simulator's page has no way into the menus that a bot has on messages; this is one. It knows
// from the lobby which messages have them: not the answers that only one person sees.
async function offerMenus() {
  if (!MENUS.length) return;
  const answer = await fetch(`${base}/state`, { cache: "no-store" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const { menu } = await answer.json();
  for (const message of messages()) {
    const there = message.querySelector(".apps");
    if (menu.includes(message.dataset.messageId) && !there) message.prepend(appsOf(message));
  }
}

function appsOf(message) {
  const menu = document.createElement("details");
  menu.className = "apps";
  const title = document.createElement("summary");
  title.textContent = apps;
  title.setAttribute("aria-label", appsFor);
  menu.append(title);
  for (const [name, label] of MENUS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => useMenu(message, menu, name));
    menu.append(button);
  }
  return menu;
}

async function useMenu(message, menu, name) {
  const fields = new URLSearchParams({ menu: name, message: message.dataset.messageId });
  const answer = await fetch(`${base}/menu`, { method: "POST", body: fields }).catch(() => null);
  menu.open = false;
  if (answer && answer.ok) return;
  const said = menu.querySelector("[role=status]") || document.createElement("p");
  said.setAttribute("role", "status");
  menu.open = true;
  menu.append(said);
  said.textContent = failed;
}

// As on Discord: a command with options may be sent without any, and an option that offers answers
// offers them before anything is typed.
function sendsAtOnce(event) {
  const { target, key } = event;
  if (key.startsWith("Arrow")) chose = true;
  if (key !== "Enter" || chose || !box) return false;
  return target.matches("form button[aria-expanded=true]") && Boolean(target.form);
}

function busy() {
  const now = window.simcordPreview;
  return Boolean(now) && (!now.ready || ![null, undefined].includes(now.awaitingRevision));
}

// The simulator drops a command that is sent while it is busy; here it waits until it is not.
function sends({ target, key }) {
  if (key !== "Enter" || !target.matches("form input[role=combobox]")) return false;
  return !document.querySelector("[role=option][aria-selected=true]"); // else Enter takes that
}

function send(form, tries) {
  if (!form.isConnected) return;
  if (busy() && tries > 0) setTimeout(() => send(form, tries - 1), 50);
  else form.requestSubmit();
}

function offer(event) {
  chose = false;
  const { target } = event;
  typing = Boolean(target.closest("form"));
  used = usedBy(target);
  if (!target.matches("input[role=combobox]")) return;
  // What was chosen matches no option any more by its value: Escape closes that list.
  const asked = target.value === ""
    ? new Event("input", { bubbles: true })
    : new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  target.dispatchEvent(asked);
}

// Typing goes into the box, wherever the focus is, and so does Tab from nowhere.
function typed(event) {
  const { key, target } = event;
  if (sendsAtOnce(event) || (sends(event) && busy())) {
    event.preventDefault();
    event.stopImmediatePropagation();
    send(target.form, 100);
  }
  if (["Enter", " "].includes(key)) following = true;
  if (["Tab", "PageUp", "PageDown", "Home", "End"].includes(key)) following = false;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = document.activeElement && document.activeElement.closest(EDITABLE);
  if (key === "Tab" && !event.shiftKey && nowhere()) {
    if (toTheBox()) event.preventDefault();
  } else if ([...key].length === 1 && key !== " " && !inField) toTheBox();
}

function begin() {
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if ([...addedNodes].some((one) => one.className === "apps")) continue; // ours
      const card = target.closest && target.closest("[data-message-id]");
      if (card && log.contains(card)) changed = card;
    }
    look();
  }).observe(log, { childList: true, subtree: true });
  new MutationObserver(look).observe(main, { attributes: true, attributeFilter: ["aria-busy"] });
  new ResizeObserver(look).observe(log);
  for (const away of ["wheel", "touchmove"]) {
    log.addEventListener(away, () => { following = false; }, { passive: true });
  }
  log.addEventListener("pointerdown", (event) => { if (event.target === log) following = false; });
  document.addEventListener("click", () => { following = true; }, true);
  document.addEventListener("submit", () => { following = true; }, true);
  document.addEventListener("keydown", typed, true);
  document.addEventListener("focusin", offer);
  look();
}

// The page has the focus as soon as its box is there; whoever came here wants to type.
function greet(tries) {
  if (toTheBox() || tries === 0) return;
  setTimeout(() => greet(tries - 1), 100);
}

if (log) {
  begin();
  greet(100);
}
