// On every page of a resident: keeps what is being written on this telephone too, sends what waits, says so.
// Without this file, without a service worker or without a database in the browser everything works online.

import { MOST, WISH, all, drop, find, onChange, said, sendAll, show, write } from "./outbox.js";

const EVERY = 60_000;
const strip = document.querySelector("[data-outbox]");

/** How many letters wait, where one sees it. */
async function count() {
  const open = (await all()).filter(({ state }) => state !== "writing");
  strip.hidden = open.length === 0;
  strip.querySelector("[data-number]").textContent = open.length;
}

/** Mirror a form of a letter as it is filled in; what this telephone knows is the latest, so it is shown. */
async function mirror(form) {
  const { key } = form.dataset;
  sessionStorage.removeItem(WISH);
  form.addEventListener("input", () => write(key, { state: "writing", ...said(form) }));
  // The last page sends: should the signal be gone just then, that wish is known. It is written at once: what the
  // database is still at when the page goes is lost.
  form.addEventListener("submit", ({ submitter }) => {
    if ("sends" in form.dataset && submitter?.name === "send") sessionStorage.setItem(WISH, key);
    else sessionStorage.removeItem(WISH);
    write(key, { state: "writing", ...said(form, submitter) });
  });
  const known = await find(key);
  if ("photos" in form.dataset) mirrorPhotos(form, known?.photos ?? []);
  if (known) show(known, form);
  if (known) await write(key, { state: "writing", ...said(form) });
}

/** Keep the photos here, too: those the server has already that are ticked still, and those just chosen. */
function mirrorPhotos(form, known) {
  const ticks = [...form.querySelectorAll("input[name=keep]")];
  form.addEventListener("change", () => {
    const kept = ticks.length ? known.filter((_, n) => ticks[n]?.checked) : [];
    write(form.dataset.key, { photos: [...kept, ...form.elements.photos.files].slice(0, MOST) });
  });
}

async function begin() {
  for (const form of document.querySelectorAll("form[data-key]")) await mirror(form);
  for (const gone of document.querySelectorAll("[data-received]")) await drop(gone.dataset.received);
  for (const form of document.querySelectorAll("form[data-forget]")) {
    form.addEventListener("submit", () => drop(form.dataset.forget));
  }
  if (!strip) return;
  const send = () => navigator.onLine && sendAll();
  onChange(count);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, EVERY);
  await count();
  await send();
}

begin().catch(() => {}); // no database here: everything still works online
if ("serviceWorker" in navigator) {
  // A browser that can wake the worker once there is a signal gets one that sends too.
  const worker = "SyncManager" in window ? ["/worker.js?sends", { type: "module" }] : ["/worker.js"];
  window.addEventListener("load", () => navigator.serviceWorker.register(...worker).catch(() => {}));
}
