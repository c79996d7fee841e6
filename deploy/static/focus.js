// Moves the focus to the summary of errors, so that it is read first; without scripts it is read in its place.
const focusSummary = (root) => root.querySelector?.("[data-focus]")?.focus();

focusSummary(document);
document.addEventListener("htmx:after:swap", () => focusSummary(document));
