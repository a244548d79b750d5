// A page that works without a signal, for one kind of letter: finish what was begun, see what waits of any kind,
// try again, put right, throw away.

import { MEND, MOST, WISH, all, drop, kindOf, onChange, said, sendAll, show, write } from "./outbox.js";

const about = document.getElementById("about");
const writing = document.getElementById("writing");
const form = writing.querySelector("form");
const wrong = document.getElementById("wrong");
const list = document.getElementById("letters");
const shape = document.getElementById("letter");
const own = kindOf(form.dataset);
const isKept = location.pathname === own.page;

/** The plate's code, where this page stands in for a page behind it. */
function codeHere() {
  return (/^\/p\/(\w{10})/.exec(location.pathname)?.[1] ?? new URLSearchParams(location.search).get("at") ?? "").toUpperCase();
}

/** Show what is known already in place of the question for it. */
function known(name, text) {
  form.querySelector(`[data-${name}-known]`).hidden = !text;
  form.querySelector(`[data-${name}-known] strong`).textContent = text ?? "";
  form.querySelector(`[data-${name}-asked]`).hidden = Boolean(text);
  for (const field of form.querySelectorAll(`[data-${name}-asked] :is(select, textarea)`)) field.required = !text;
}

/** Fill the form with a letter that was begun, or with the place alone. */
function fill(letter) {
  form.dataset.key = letter.key;
  for (const name of ["at", "place", "placeName"]) form.dataset[name] = letter[name] ?? "";
  show(letter, form);
  known("place", letter.errors?.community ? "" : letter.placeName || letter.at);
  if (form.dataset.letter === "order") known("title", letter.errors?.kind ? "" : letter.title);
  form.querySelector("[data-photo-door]")?.toggleAttribute("hidden", Boolean(letter.sensitive)); // none are kept of it
  form.querySelector("[data-photos]").replaceChildren(...(letter.photos ?? []).map(thumbnail));
  blame(letter.errors ?? {});
  writing.hidden = false;
  about.textContent = letter.errors ? about.dataset.wrong : about.dataset.writing;
}

/** Say what is wrong: all of it above the form, and each at its field. */
function blame(errors) {
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  wrong.hidden = !Object.keys(errors).length;
  wrong.replaceChildren(...Object.entries(errors).map(([name, sentence]) => {
    const field = form.elements[name];
    const line = document.createElement("p");
    const one = field?.[0]?.type === "radio" ? field[0] : field;
    one?.setAttribute("aria-invalid", "true");
    one?.setAttribute("aria-describedby", "wrong");
    one?.closest("details")?.setAttribute("open", "");
    if (one?.id) {
      const link = Object.assign(document.createElement("a"), { href: `#${one.id}`, textContent: sentence });
      line.append(link);
    } else line.textContent = sentence;
    return line;
  }));
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
  const wished = form.querySelector("[data-title-asked]:not([hidden])") ? { kind: "", title: "" } : {};
  await write(form.dataset.key, { ...said(form), ...place, ...wished, ...more });
}

/** One line of the list, with what can be done about it. */
function line(letter) {
  const drawn = shape.content.cloneNode(true).firstElementChild;
  for (const part of drawn.querySelectorAll("[data-state]")) part.hidden = !part.dataset.state.split(" ").includes(letter.state);
  const texts = {
    place: letter.placeName || letter.at,
    text: letter.title || letter.text,
    number: letter.number,
    code: letter.code,
    why: Object.values(letter.errors ?? {}).join(" "),
  };
  for (const [name, text] of Object.entries(texts)) {
    for (const part of drawn.querySelectorAll(`[data-${name}]`)) part.textContent = text ?? "";
  }
  drawn.querySelector("[data-differs]").hidden = !letter.differs;
  drawn.querySelector("[data-follow]").href = letter.href ?? "/track";
  drawn.querySelector("[data-photos]").replaceChildren(...letter.photos.map(thumbnail));
  const on = (name, act) => drawn.querySelector(`[data-do=${name}]`).addEventListener("click", act);
  on("retry", () => sendAll());
  on("drop", () => drop(letter.key));
  on("amend", () => amend(letter));
  return drawn;
}

/** Put a refused letter right, on the page of its kind; without photos if they are at fault. */
async function amend(letter) {
  const photos = letter.errors?.photos ? [] : letter.photos;
  await write(letter.key, { photos });
  sessionStorage.setItem(MEND, letter.key);
  if (kindOf(letter) !== own) return location.assign(kindOf(letter).page);
  await begin();
  wrong.focus();
}

async function draw() {
  const shown = (await all()).filter(({ state }) => state !== "writing");
  list.replaceChildren(...shown.map(line));
  document.getElementById("nothing").hidden = shown.length > 0;
  list.parentElement.hidden = shown.length === 0 && !writing.hidden;
}

async function begin() {
  const letters = (await all()).filter((letter) => kindOf(letter) === own);
  const at = codeHere();
  const refused = letters.find(({ key, state }) => state === "refused" && key === sessionStorage.getItem(MEND));
  const mine = letters.find((letter) => letter.state === "writing" && (!at || letter.at === at));
  sessionStorage.removeItem(MEND);
  if (refused) fill(refused);
  else if (mine && mine.key === sessionStorage.getItem(WISH)) await write(mine.key, { state: "waiting" });
  else if (mine && (!isKept || !navigator.onLine)) fill(mine);
  else if (at || !navigator.onLine) fill({ letter: form.dataset.letter, key: crypto.randomUUID().replaceAll("-", ""), at });
  await draw();
  if (navigator.onLine) await sendAll();
}

form.addEventListener("input", () => keep());
form.addEventListener("change", async (event) => {
  if (event.target.type !== "file") return;
  const mine = (await all()).find(({ key }) => key === form.dataset.key);
  const photos = [...(mine?.photos ?? []), ...event.target.files].slice(0, MOST);
  await keep({ photos });
  form.querySelector("[data-photos]").replaceChildren(...photos.map(thumbnail));
  event.target.value = "";
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await keep({ state: "waiting", errors: null });
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
