"use strict";
// Keeps the stage's time current, and says when this page's room or the rehearsal itself is gone.

const { base, look } = document.body.dataset;
const time = document.getElementById("time");
const frame = document.querySelector("iframe");
const moved = document.getElementById("moved");
const ended = document.getElementById("ended");
const AGAIN = 2000; // milliseconds between two looks

// A room that is about to close must not be asked any more.
function leaveTheRoom() {
  if (frame) frame.src = "about:blank";
}

function hideTheRoom(notice) {
  notice.hidden = false;
  leaveTheRoom();
  if (frame) frame.hidden = true;
}

// Nothing here can be pressed until the rehearsal is back under the same address.
function stop() {
  if (moved) moved.hidden = true;
  hideTheRoom(ended);
  ended.scrollIntoView({ block: "nearest" });
  for (const one of document.querySelectorAll("button, select")) one.disabled = true;
  for (const one of document.querySelectorAll("nav a, main a, header a, details")) one.inert = true;
  const bot = document.getElementById("bot");
  bot.textContent = bot.dataset.stopped;
  bot.className = "stands";
  setTimeout(awaitReturn, AGAIN);
}

async function awaitReturn() {
  const back = await asked().catch(() => null);
  if (back) location.reload();
  else setTimeout(awaitReturn, AGAIN);
}

async function asked() {
  const answer = await fetch(`${base}/state`, { cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

async function follow() {
  const state = await asked().catch(() => null);
  if (!state) return stop();
  time.textContent = state.time;
  if (look && frame && String(state.look) !== look) hideTheRoom(moved);
  setTimeout(follow, AGAIN);
}

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    leaveTheRoom();
    const button = form.querySelector("button");
    if (!button) return;
    button.textContent += " …";
    setTimeout(() => { button.disabled = true; });
  });
}

for (const one of document.querySelectorAll(".speakers select")) {
  one.addEventListener("change", () => one.form.requestSubmit());
}

const places = document.getElementById("places");

// Tab goes as the eye does: on a phone the stage stands above the buttons and the places.
const narrow = matchMedia("(max-width: 52rem)");
function inTheirOrder() {
  const acts = document.getElementById("acts");
  if (narrow.matches) document.getElementById("stage").after(acts, places);
  else {
    document.querySelector(".about").after(acts);
    document.querySelector(".notices").after(places);
  }
  showWhoOneIs();
}

// Who one is stays in view, however long the list; a list that is moved is at its beginning again.
function showWhoOneIs() {
  const here = [...places.querySelectorAll("[aria-current]")].pop();
  if (!here || places.scrollHeight <= places.clientHeight) return;
  const [mine, list] = [here.getBoundingClientRect(), places.getBoundingClientRect()];
  if (mine.bottom > list.bottom) places.scrollTop += mine.bottom - list.bottom + 16;
}
narrow.addEventListener("change", inTheirOrder);
inTheirOrder();

// On a phone the room is as high as what stands above it leaves.
const room = document.querySelector(".room");
const above = new ResizeObserver(() => {
  const top = room.getBoundingClientRect().top + scrollY;
  document.documentElement.style.setProperty("--above", `${top}px`);
});
if (room) for (const one of document.querySelectorAll(".about, .notices")) above.observe(one);

// Tab from nowhere leads into the room; from there `frame.js` leads to its message box.
document.addEventListener("keydown", (event) => {
  const nowhere = !document.activeElement || document.activeElement === document.body;
  if (!frame || frame.hidden || !nowhere || event.key !== "Tab" || event.shiftKey) return;
  const box = frame.contentDocument && frame.contentDocument.querySelector("form textarea");
  if (!box) return;
  event.preventDefault();
  box.focus({ preventScroll: true });
});

if (moved) moved.querySelector("a").href = location.href;
setTimeout(follow, AGAIN);
