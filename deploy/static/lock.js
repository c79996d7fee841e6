// Hides an open page when its time is over: what was typed is kept on the server, then the server's lock page is shown.
// Whoever types, taps or scrolls is there; the server is told so once a minute at most.
import { keepAll } from "./keep.js";

const TELL_MS = 60000;
// The server decides; asked too early it would take the question for a sign of life.
const LATER_S = 2;
const given = Number(document.body.dataset.lock || 0);
let timer = 0;
let toldAt = Date.now();

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// A form that came back with errors holds text that is stored nowhere, whether it was changed since or not.
const typedIn = () => [...document.querySelectorAll("form[method=post]:has(textarea)")]
  .filter((form) => form.querySelector(".app-errors") || [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue));

const lock = async () => {
  document.body.hidden = true;
  if (!navigator.onLine) {
    window.addEventListener("online", lock, { once: true });
    return;
  }
  await keepAll(typedIn());
  document.dispatchEvent(new CustomEvent("app:locking"));
  location.reload();
};

const wait = (seconds) => {
  clearTimeout(timer);
  timer = setTimeout(lock, (seconds + LATER_S) * 1000);
};

const tell = async () => {
  toldAt = Date.now();
  const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
  try {
    const answer = await fetch(document.body.dataset.here, { method: "POST", body, headers: { "X-Quiet": "yes" } });
    if (answer.ok) wait((await answer.json()).seconds);
  } catch {
    // Without a connection the time runs on.
  }
};

const isThere = () => {
  if (Date.now() - toldAt >= TELL_MS && !document.body.hidden) tell();
};

if (given > 0) {
  wait(given);
  for (const sign of ["keydown", "pointerdown", "scroll"]) document.addEventListener(sign, isThere, { passive: true });
}
