// What: starts the small helpers of a page, each only where its markup is found.
// Never: needed for any task; every page works when this file does not load.

import { createAll, Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink, Tabs } from "./built/components.js";
import { SortableTable } from "./built/sortable-table.js";
import { guardForms } from "./submit-once.js";
import { watchIdleness } from "./idle.js";
import { watchClaim } from "./claim-time.js";
import { keepDraft } from "./keep-draft.js";
import { helpWithProbes } from "./probe.js";
import { helpToCompare } from "./compare.js";
import { offerCopies } from "./copy.js";
import { revealChoices } from "./reveal.js";

// The library starts nothing without these two; the templates need not carry them.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const part of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink, Tabs]) {
  createAll(part);
}
for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) {
  new SortableTable(table, {
    statusMessage: table.dataset.statusMessage,
    ascendingText: table.dataset.ascendingText,
    descendingText: table.dataset.descendingText,
  });
}
revealChoices(document);
guardForms(document);
watchIdleness(document);
keepDraft(document);
watchClaim(document);
helpWithProbes(document);
offerCopies(document);
helpToCompare(document);
