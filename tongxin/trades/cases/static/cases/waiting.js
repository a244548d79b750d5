// The page that works without a signal: finish what was begun, see what waits, try again, throw away.

import { WISH, all, drop, onChange, packed, post, said, sendAll, write } from "./outbox.js";

const about = document.getElementById("about");
const writing = document.getElementById("writing");
const form = writing.querySelector("form");
const list = document.getElementById("reports");
const shape = document.getElementById("report");
const isKept = location.pathname === form.dataset.page;

/** The plate's code, where this page stands in for a page behind it. */
function codeHere() {
  return (/^\/p\/(\w{10})/.exec(location.pathname)?.[1] ?? new URLSearchParams(location.search).get("at") ?? "").toUpperCase();
}

/** Fill the form with a report that was begun, or with the place alone. */
function fill(report) {
  form.dataset.key = report.key;
  for (const name of ["at", "place", "placeName"]) form.dataset[name] = report[name] ?? "";
  for (const name of ["text", "address_note", "name", "phone"]) form.elements[name].value = report[name] ?? "";
  form.elements.shares.checked = report.shares ?? false;
  const known = report.placeName || report.at;
  form.querySelector("[data-place-known]").hidden = !known;
  form.querySelector("[data-place-known] span").textContent = known;
  form.querySelector("[data-place-asked]").hidden = Boolean(known);
  form.elements.community.required = !known;
  form.querySelector("[data-photos]").replaceChildren(...(report.photos ?? []).map(thumbnail));
  writing.hidden = false;
  about.textContent = about.dataset.writing;
}

function thumbnail(photo) {
  const line = document.createElement("li");
  const picture = document.createElement("img");
  Object.assign(picture, { src: URL.createObjectURL(photo), alt: photo.name, width: 160, height: 120 });
  line.append(picture);
  return line;
}

async function keep(more = {}) {
  const chosen = form.elements.community.value;
  const place = chosen ? { place: chosen, placeName: form.elements.community.selectedOptions[0].textContent } : {};
  await write(form.dataset.key, { ...said(form), ...place, ...more });
}

/** One line of the list, with what can be done about it. */
function line(report) {
  const drawn = shape.content.cloneNode(true).firstElementChild;
  for (const part of drawn.querySelectorAll("[data-state]")) part.hidden = !part.dataset.state.split(" ").includes(report.state);
  const texts = { place: report.placeName || report.at, text: report.text, number: report.number, code: report.code, why: report.why };
  for (const [name, text] of Object.entries(texts)) {
    for (const part of drawn.querySelectorAll(`[data-${name}]`)) part.textContent = text ?? "";
  }
  drawn.querySelector("[data-differs]").hidden = !report.differs;
  drawn.querySelector("[data-follow]").href = report.href ?? "/track";
  drawn.querySelector("[data-photos]").replaceChildren(...report.photos.map(thumbnail));
  const on = (name, act) => drawn.querySelector(`[data-do=${name}]`).addEventListener("click", act);
  on("retry", () => sendAll());
  on("drop", () => drop(report.key));
  on("amend", () => amend(report));
  return drawn;
}

/** Hand a refused report to the pages of reporting, where it is put right; without photos if they are at fault. */
async function amend(report) {
  for (const photos of [report.photos, []]) {
    const body = packed({ ...report, photos });
    body.append("add", "1");
    const answer = await post("/report", body);
    if (!answer.redirected) continue;
    await write(report.key, { state: "writing", photos });
    location.assign(answer.url);
    return;
  }
}

async function draw() {
  const shown = (await all()).filter(({ state }) => state !== "writing");
  list.replaceChildren(...shown.map(line));
  document.getElementById("nothing").hidden = shown.length > 0;
  list.parentElement.hidden = shown.length === 0 && !writing.hidden;
}

async function begin() {
  const begun = (await all()).filter(({ state }) => state === "writing");
  const at = codeHere();
  const mine = begun.find((report) => !at || report.at === at);
  if (mine && mine.key === sessionStorage.getItem(WISH)) await write(mine.key, { state: "waiting" });
  else if (mine && (!isKept || !navigator.onLine)) fill(mine);
  else if (at || !navigator.onLine) fill({ key: crypto.randomUUID().replaceAll("-", ""), at });
  await draw();
  if (navigator.onLine) await sendAll();
}

form.addEventListener("input", () => keep());
form.addEventListener("change", async (event) => {
  if (event.target.type !== "file") return;
  const known = (await all()).find(({ key }) => key === form.dataset.key);
  const photos = [...(known?.photos ?? []), ...event.target.files].slice(0, 6);
  await keep({ photos });
  form.querySelector("[data-photos]").replaceChildren(...photos.map(thumbnail));
  event.target.value = "";
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await keep({ state: "waiting" });
  writing.hidden = true;
  about.textContent = about.dataset.list;
  form.reset();
  await draw();
  list.querySelector("li")?.focus();
  await sendAll();
});
onChange(draw);
window.addEventListener("online", async () => {
  await sendAll();
  // This page stood in for another one; where nothing was begun on it, that one can be shown now.
  if (!isKept && !writing.hidden && !form.elements.text.value) location.reload();
});
begin();
