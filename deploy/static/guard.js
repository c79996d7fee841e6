// Keeps typed text when sending fails, and asks before it is left behind. Nothing is stored in the browser.
const SENTENCE = "Die Verbindung war unterbrochen. Ihr Text steht noch hier. Bitte senden Sie ihn erneut.";
const TWO_TAPS_MS = 3000;
const touched = new Set();
const sent = new WeakSet();

const formOf = (event) => event.target?.closest?.("form");
// Only longer texts are worth a question; a password or a date is not.
const isGuarded = (form) => form?.matches("[data-guard]:has(textarea)");

const showNotice = (form) => {
  let notice = form.querySelector("[data-unsent]");
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "app-unsent";
    notice.setAttribute("role", "alert");
    notice.dataset.unsent = "";
    form.prepend(notice);
  }
  notice.textContent = SENTENCE;
  notice.scrollIntoView({ block: "nearest" });
};

const failed = (event) => {
  const form = formOf(event);
  if (!form) return;
  if (isGuarded(form)) touched.add(form);
  showNotice(form);
};

// Two quick taps are one deed: the second would book the same hours again.
const isSentTwice = (form) => {
  if (sent.has(form)) return true;
  sent.add(form);
  setTimeout(() => sent.delete(form), TWO_TAPS_MS);
  return false;
};

// A form that came back with errors holds text that is stored nowhere.
for (const errors of document.querySelectorAll("form[data-guard]:has(textarea) .app-errors")) touched.add(errors.closest("form"));

document.addEventListener("click", (event) => {
  if (event.target.closest(".app-back")) touched.clear();
});

// Before the page locks itself its texts are kept on the server (lock.js).
document.addEventListener("app:locking", () => touched.clear());

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (isGuarded(form)) touched.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!navigator.onLine && form.method === "post") {
    event.preventDefault();
    event.stopImmediatePropagation();
    showNotice(form);
    return;
  }
  if (form.method === "post" && isSentTwice(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  touched.delete(form);
  form.querySelector("[data-unsent]")?.remove();
}, { capture: true });

// htmx: no answer at all, or an answer of the 5xx kind (which is not swapped in, see the meta tag).
document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail?.ctx?.response?.status >= 500) failed(event);
});

window.addEventListener("beforeunload", (event) => {
  const unsent = [...touched].some((form) => form.isConnected);
  if (unsent) event.preventDefault();
});
