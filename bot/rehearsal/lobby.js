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

document.querySelector("#moved a").href = location.href;
setTimeout(follow, 2000);
