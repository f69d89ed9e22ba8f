"use strict";
// Keeps the stage's time current, and says when this page's room or the rehearsal itself is gone.

const { base, look } = document.body.dataset;
const time = document.getElementById("time");
const frame = document.querySelector("iframe");

function gone(id) {
  document.getElementById(id).hidden = false;
  if (frame) frame.hidden = true;
}

async function follow() {
  let state;
  try {
    const answer = await fetch(`${base}/state`, { cache: "no-store" });
    if (!answer.ok) return gone("ended");
    state = await answer.json();
  } catch {
    return gone("ended");
  }
  time.textContent = state.time;
  if (look && String(state.look) !== look) return gone("moved");
  setTimeout(follow, 2000);
}

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.textContent += " …";
    setTimeout(() => { button.disabled = true; });
  });
}

// Who one is stays in view, however long the list.
const places = document.getElementById("places");
const here = [...places.querySelectorAll("[aria-current]")].pop();
if (here && places.scrollHeight > places.clientHeight) {
  const [top, list] = [here.getBoundingClientRect(), places.getBoundingClientRect()];
  if (top.bottom > list.bottom) places.scrollTop += top.bottom - list.bottom + 16;
}

// Tab from nowhere leads into the room; from there `frame.js` leads to its message box.
document.addEventListener("keydown", (event) => {
  const nowhere = !document.activeElement || document.activeElement === document.body;
  if (!frame || frame.hidden || !nowhere || event.key !== "Tab" || event.shiftKey) return;
  const box = frame.contentDocument && frame.contentDocument.querySelector("form textarea");
  if (!box) return;
  event.preventDefault();
  box.focus({ preventScroll: true });
});

document.querySelector("#moved a").href = location.href;
setTimeout(follow, 2000);
