// Adds the small comforts of GOV.UK Frontend: the folding menu, "show password", focus on the error summary.
// Every page works the same without it.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
