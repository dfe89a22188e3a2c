// Saves what is typed at an item of a meeting, a moment after the typing stops. Every button saves without it, too.
const form = document.querySelector("form[data-takes-minutes]");
const told = document.querySelector("[data-saved]");
const part = (name) => form.elements.namedItem(name);
let waiting = 0;
let last = part("words").value + part("minute").value;
let stopped = false;
let saving = false;

async function save() {
  const now = part("words").value + part("minute").value;
  if (stopped || saving || now === last) return;
  saving = true;
  const typed = new URLSearchParams();
  for (const name of ["csrf_token", "version", "words", "minute", "whose"]) typed.set(name, part(name).value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (answer.ok) {
      last = now;
      part("version").value = said.version;
      told.textContent = said.saved;
    } else {
      stopped = true;
      told.textContent = said.told;
    }
  } catch {
    told.textContent = "Not saved: the ledger did not answer. Keep this page open and press Save.";
  }
  saving = false;
  if (part("words").value + part("minute").value !== now) later();
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(save, 1500);
}

form.addEventListener("input", later);
form.addEventListener("submit", () => {
  stopped = true;
  clearTimeout(waiting);
});
