// What was written on this telephone and is not with us yet: kept in the browser's own database, sent when
// there is a signal. The same key goes along however often it is sent, so that it becomes one case, or one order.
//
// A letter is {letter, key, state, at, place, placeName, photos, saved, …} with the words of its kind.
// state: writing | waiting | sending | received (number, code, href) | refused (errors: a sentence for each field).

import { solve } from "./proof.js";

export const SYNC = "tongxin-outbox";
export const WISH = "tongxin-wish"; // in this tab: the key of the letter one pressed to send
export const MEND = "tongxin-mend"; // in this tab: the key of the letter one puts right
const STORE = "reports"; // letters of every kind, under the name it has on telephones since there were only reports
const TIMES = ["1", "2", "3"].flatMap((n) => [`day_${n}`, `since_${n}`, `until_${n}`]);
const WHOM = ["whom", "other_name", "other_phone", "address_note", "tongue"];
/** What is written: the page for it without a signal, where it is sent, its words. */
export const KINDS = {
  report: { page: "/report/waiting", whole: "/report/whole", words: ["text", "address_note", "lat", "lng", "name", "phone", "shares"] },
  order: { page: "/order/waiting", whole: "/order/whole", words: ["kind", "title", "text", ...TIMES, "every_days", "repeat_until", ...WHOM, "name", "phone"] },
};
export const MOST = 6; // photos
const UNTOUCHED_FOR = 2 * 24 * 3600 * 1000;
const EMPTY = { letter: "report", state: "writing", at: "", place: "", placeName: "", photos: [] };
const windows = globalThis.BroadcastChannel && new BroadcastChannel(SYNC);
const listeners = [];
let opened;

/** Have ``told`` called when a letter is somewhere else on its way: by this window, another, or the worker. */
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

/** All letters, the latest first; what was begun and not touched for two days is gone. */
export async function all() {
  const letters = await within("readonly", (store) => store.getAll());
  const over = (letter) => letter.state === "writing" && Date.now() - letter.saved > UNTOUCHED_FOR;
  await Promise.all(letters.filter(over).map((letter) => drop(letter.key)));
  return letters.filter((letter) => !over(letter)).sort((one, other) => other.saved - one.saved);
}

/** Write some of a letter, new or known, in one transaction. */
export async function write(key, told) {
  await within("readwrite", (store) => {
    const known = store.get(key);
    known.onsuccess = () => store.put({ ...EMPTY, ...known.result, ...told, key, saved: Date.now() });
  });
  if ("state" in told && told.state !== "writing") tell();
  if (told.state === "waiting") askWorker().catch(() => {}); // not allowed: the next page opened sends it
}

/** The kind of a letter, or of a form. */
export const kindOf = ({ letter = "report" }) => KINDS[letter];

/** The fields of a form that one writes in, by their names. */
function fieldsOf(form) {
  const named = kindOf(form.dataset).words.map((name) => [name, form.elements[name]]);
  return named.filter(([, field]) => field && (field[0] ?? field).type !== "submit");
}

/** What a form of a letter holds now; of a button that was pressed what it stands for. */
export function said(form, pressed) {
  const { letter, at = "", place = "", placeName = "" } = form.dataset;
  const told = { letter, at, place, placeName };
  for (const [name, field] of fieldsOf(form)) told[name] = field.type === "checkbox" && !field.checked ? "" : field.value;
  return pressed?.dataset.title ? { ...told, ...pressed.dataset, text: "", [pressed.name]: pressed.value } : told;
}

/** Show a letter's words in a form; what it does not say stays as it is. */
export function show(letter, form) {
  for (const [name, field] of fieldsOf(form)) {
    if (letter[name] === undefined || field.type === "hidden") continue;
    if (field.type === "checkbox") field.checked = Boolean(letter[name]);
    else field.value = letter[name];
  }
}

/** A letter as the server takes it. */
function packed(letter) {
  const body = new FormData();
  body.append("client_key", letter.key);
  for (const name of ["at", "place", ...kindOf(letter).words]) body.append(name, letter[name] ?? "");
  for (const photo of letter.photos) body.append("photos", photo, photo.name);
  return body;
}

/** Post a form written here, with a fresh token and a challenge solved now. */
async function post(address, body) {
  const { token, challenge } = await (await fetch("/fresh")).json();
  body.append("csrfmiddlewaretoken", token);
  body.append("proof", await solve(challenge));
  return fetch(address, { method: "POST", body });
}

/** What an answer of the server makes of a letter; nothing where one has to try again. */
async function outcome(letter, answer) {
  const erased = Object.fromEntries(kindOf(letter).words.map((name) => [name, ""]));
  if (answer.status === 200) return { state: "received", ...erased, title: letter.title, photos: [], ...(await answer.json()) };
  if (answer.status === 409) return { state: "received", differs: true, photos: [], ...(await answer.json()) };
  if (answer.status === 422) return { state: "refused", ...(await answer.json()) };
  return { state: "waiting" };
}

async function send(letter) {
  await write(letter.key, { state: "sending" });
  try {
    await write(letter.key, await outcome(letter, await post(kindOf(letter).whole, packed(letter))));
  } catch {
    await write(letter.key, { state: "waiting" });
  }
}

const ready = ({ state }) => state === "waiting" || state === "sending";

/** Send what waits, one after the other, from one place at a time. Says whether something waits still. */
export async function sendAll() {
  const run = async () => {
    for (const letter of (await all()).filter(ready)) await send(letter);
    return (await all()).some(ready);
  };
  return navigator.locks ? navigator.locks.request(SYNC, run) : run();
}
