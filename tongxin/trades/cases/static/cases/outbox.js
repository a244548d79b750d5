// What was written on this telephone and is not with us yet: kept in the browser's own database, sent when
// there is a signal. The same key goes along however often it is sent, so that it becomes one case.
//
// A report is {key, state, at, place, placeName, text, address_note, name, phone, shares, photos, saved, …}.
// state: writing | waiting | sending | received (number, code, href) | refused (why).

import { solve } from "../web/proof.js";

export const SYNC = "tongxin-outbox";
export const WISH = "tongxin-wish"; // in this tab: the key of the report one pressed to send
const STORE = "reports";
const WORDS = ["text", "address_note", "lat", "lng", "name", "phone"];
const UNTOUCHED_FOR = 2 * 24 * 3600 * 1000;
const EMPTY = { state: "writing", at: "", place: "", placeName: "", shares: false, photos: [] };
const windows = globalThis.BroadcastChannel && new BroadcastChannel(SYNC);
const listeners = [];
let opened;

/** Have ``told`` called when a report is somewhere else on its way: by this window, another, or the worker. */
export function onChange(told) {
  listeners.push(told);
  windows?.addEventListener("message", () => told());
}

function tell() {
  for (const told of listeners) told();
  windows?.postMessage("");
}

/** Where the browser can: let the service worker send it too, though every window be closed by then. */
async function askWorker() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register(SYNC);
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("tongxin", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** One transaction; resolves with what ``work`` asked for once it is on the disk. */
async function within(mode, work) {
  const transaction = (await open()).transaction(STORE, mode);
  return new Promise((resolve, reject) => {
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const find = (key) => within("readonly", (store) => store.get(key));

export async function drop(key) {
  await within("readwrite", (store) => store.delete(key));
  tell();
}

/** All reports, the latest first; what was begun and not touched for two days is gone. */
export async function all() {
  const reports = await within("readonly", (store) => store.getAll());
  const over = (report) => report.state === "writing" && Date.now() - report.saved > UNTOUCHED_FOR;
  await Promise.all(reports.filter(over).map((report) => drop(report.key)));
  return reports.filter((report) => !over(report)).sort((one, other) => other.saved - one.saved);
}

/** Write some of a report, new or known, in one transaction. */
export async function write(key, told) {
  await within("readwrite", (store) => {
    const known = store.get(key);
    known.onsuccess = () => store.put({ ...EMPTY, ...known.result, ...told, key, saved: Date.now() });
  });
  if ("state" in told && told.state !== "writing") tell();
  if (told.state === "waiting") askWorker().catch(() => {}); // not allowed: the next page opened sends it
}

/** What a form of a report holds now. */
export function said(form) {
  const { at = "", place = "", placeName = "" } = form.dataset;
  const told = { at, place, placeName };
  for (const name of WORDS) if (form.elements[name]) told[name] = form.elements[name].value;
  if (form.elements.shares) told.shares = form.elements.shares.checked;
  return told;
}

/** A report as the server takes it. */
export function packed(report) {
  const body = new FormData();
  body.append("client_key", report.key);
  for (const name of ["at", "place", ...WORDS]) body.append(name, report[name] ?? "");
  if (report.shares) body.append("shares", "on");
  for (const photo of report.photos) body.append("photos", photo, photo.name);
  return body;
}

/** Post a form written here, with a fresh token and a challenge solved now. */
export async function post(address, body) {
  const { token, challenge } = await (await fetch("/fresh")).json();
  body.append("csrfmiddlewaretoken", token);
  body.append("proof", await solve(challenge));
  return fetch(address, { method: "POST", body });
}

const ERASED = { ...Object.fromEntries(WORDS.map((name) => [name, ""])), photos: [] };

/** What an answer of the server makes of a report; nothing where one has to try again. */
async function outcome(answer) {
  if (answer.status === 200) return { state: "received", ...ERASED, ...(await answer.json()) };
  if (answer.status === 409) return { state: "received", differs: true, photos: [], ...(await answer.json()) };
  if (answer.status === 422) return { state: "refused", why: Object.values((await answer.json()).errors).join(" ") };
  return { state: "waiting" };
}

async function send(report) {
  await write(report.key, { state: "sending" });
  try {
    await write(report.key, await outcome(await post("/report/whole", packed(report))));
  } catch {
    await write(report.key, { state: "waiting" });
  }
}

const ready = ({ state }) => state === "waiting" || state === "sending";

/** Send what waits, one after the other, from one place at a time. Says whether something waits still. */
export async function sendAll() {
  const run = async () => {
    for (const report of (await all()).filter(ready)) await send(report);
    return (await all()).some(ready);
  };
  return navigator.locks ? navigator.locks.request(SYNC, run) : run();
}
