// Warns before the session ends, and offers to stay. The footer does so for those without this script; with it that would be one
// stop more for the keyboard on every page, and a time that another tab may have put off.
const WARNING = 5 * 60 * 1000;
const SHARED = "scrutiny-signed-in-until"; // what another tab did puts off the end for this one, too

const dialog = document.getElementById("session-end");
const part = (name) => dialog.querySelector(`[data-${name}]`);
let warned = false;
document.getElementById("session-stay").hidden = true;

function endsIn(seconds) {
  const until = Date.now() + seconds * 1000;
  localStorage.setItem(SHARED, String(until));
  warned = false;
}

function left() {
  return Number(localStorage.getItem(SHARED)) - Date.now();
}

function look() {
  const remaining = left();
  if (remaining > WARNING) {
    if (dialog.open && warned) dialog.close();
    warned = false;
  } else if (remaining > 0) {
    if (!warned) show(false);
  } else if (!dialog.open || part("ended").hidden) {
    show(true);
    clearInterval(watching);
  }
}

function show(ended) {
  warned = true;
  const ends = new Date(Date.now() + left());
  const clock = { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" };
  part("ends").textContent = ends.toLocaleTimeString("en-GB", clock).replace(/\s/, "");
  part("about-to-end").hidden = ended;
  part("ended").hidden = !ended;
  part("stay").hidden = ended;
  document.getElementById("session-end-title").textContent = ended ? "You have been signed out" : "You will be signed out soon";
  if (!dialog.open) dialog.showModal();
}

async function stay() {
  const answer = await fetch("/stay-signed-in", { headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) {
    endsIn((await answer.json()).seconds);
    dialog.close();
    look();
  } else {
    show(true);
  }
}

part("stay").addEventListener("click", () => stay().catch(() => dialog.close()));
part("close").addEventListener("click", () => dialog.close());
endsIn(Number(dialog.dataset.seconds));
const watching = setInterval(look, 5000);
look();
