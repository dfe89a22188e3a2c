// Adds the small comforts of GOV.UK Frontend: the folding menu, "show password", focus on the error summary.
// Every page works the same without it.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Back and forward through the steps of a history by the arrow keys, where nobody is writing or choosing.
document.addEventListener("keydown", (event) => {
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const busy = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!turn || busy || event.target.closest("input, select, textarea, [tabindex='0'], [role='tab']")) return;
  document.querySelector(`.ledger-steps [rel="${turn}"]`)?.click();
});
