// Keeps what is typed into long forms as a draft on the server, every 20 seconds while something changes.
const EVERY_MS = 20000;
const changed = new Set();

const formsThatKeep = () => document.querySelectorAll("form:has([data-keep])");

const say = (form, text) => {
  const place = form.querySelector("[data-kept]");
  if (place) place.textContent = text;
};

export const keep = async (form) => {
  changed.delete(form);
  const sent = new URLSearchParams(new FormData(form));
  sent.set("behalten", "leise");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: sent, headers: { "X-Quiet": "yes" }, keepalive: true });
    if (!answer.ok) return;
    const { at, sentence } = await answer.json();
    say(form, sentence || (at ? `Entwurf gesichert um ${at} Uhr` : ""));
  } catch {
    changed.add(form);
  }
};

export const keepAll = (forms) => Promise.all([...forms].map(keep));

document.addEventListener("input", (event) => {
  const form = event.target?.closest?.("form");
  if (form?.querySelector("[data-keep]")) changed.add(form);
});

// What is sent now is no draft any more.
document.addEventListener("submit", (event) => changed.delete(event.target));

if (formsThatKeep().length) setInterval(() => keepAll(changed), EVERY_MS);
