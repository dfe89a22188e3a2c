// Adds the small comforts of GOV.UK Frontend: the folding menu, "show password", focus on the error summary.
// Every page works the same without it.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A file that is too large is told before it is sent: the server would turn the whole form away.
for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
  const told = document.createElement("p");
  told.className = "govuk-error-message";
  told.id = `${input.id}-too-large`;
  told.setAttribute("role", "alert");
  input.before(told);
  const tooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.largest));
  const tell = () => {
    told.textContent = tooLarge() ? input.dataset.tooLarge : "";
    input.setAttribute("aria-invalid", String(tooLarge()));
  };
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
  input.addEventListener("change", tell);
  input.form?.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    tell();
    input.focus();
  });
}

// Without a connection a form is not sent: the browser would show a page of its own, and the words would be gone.
for (const form of document.querySelectorAll("main form[method=post]")) {
  const told = document.createElement("p");
  told.className = "govuk-error-message";
  told.setAttribute("role", "alert");
  told.hidden = true;
  form.querySelector(".govuk-button-group, .govuk-button")?.before(told);
  form.addEventListener("submit", (event) => {
    told.hidden = navigator.onLine;
    told.textContent = navigator.onLine ? "" : "There is no connection, so nothing was sent. Your words are still here. Try again once you are back online.";
    if (!navigator.onLine) event.preventDefault();
  });
}

// Back and forward through the steps of a history by the arrow keys, where nobody is writing or choosing.
document.addEventListener("keydown", (event) => {
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const busy = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!turn || busy || event.target.closest("input, select, textarea, [tabindex='0'], [role='tab']")) return;
  document.querySelector(`.ledger-steps [rel="${turn}"]`)?.click();
});

// “/” leads to the search, where nobody is writing. A key alone can get in the way of whoever speaks or uses a screen
// reader, so that it can be turned off (WCAG 2.1.4); then the access key of the field is still there.
const SLASH = "slash-is-off";
const isOff = () => localStorage.getItem(SLASH) === "yes";
document.addEventListener("keydown", (event) => {
  const busy = event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing;
  if (event.key !== "/" || busy || isOff() || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const fields = [...document.querySelectorAll("#header-search, #q")];
  const field = fields.find((each) => each.checkVisibility());
  event.preventDefault();
  if (field) field.select();
  else document.querySelector(".ledger-header__find")?.click();
});
for (const choice of document.querySelectorAll("[data-slash]")) {
  const box = choice.querySelector("input");
  box.checked = !isOff();
  box.addEventListener("change", () => localStorage.setItem(SLASH, box.checked ? "no" : "yes"));
  choice.hidden = false;
}
