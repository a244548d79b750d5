// The first question: shows what has been reported already while one types, keeps photos at once, and
// brings back what was begun on this telephone. Without this file there is a button for each.

import { MOST, all, find, said, write } from "../web/outbox.js";

const WAIT = 700;
const form = document.querySelector("form[data-similar]");

/** What is like the text so far, below it. */
function watchForAlike(shown) {
  let timer;
  let asked = form.elements.text.defaultValue.trim(); // answered with the page
  const { at, place } = form.dataset;
  const ask = async () => {
    const text = form.elements.text.value.trim();
    if (text === asked || text.length < 4 || !(at || place)) return;
    asked = text;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "at", "place"]) body.append(name, form.elements[name]?.value ?? "");
    body.append("text", text);
    try {
      const answer = await fetch(form.dataset.similar, { method: "POST", body });
      if (answer.ok && text === asked) shown.innerHTML = await answer.text();
    } catch {
      asked = ""; // no signal: the report itself matters, this does not
    }
  };
  form.elements.text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  ask(); // what was brought back
}

/** The photos as this telephone keeps them, beside the server's. */
async function remember(change) {
  const photos = (await find(form.dataset.key))?.photos ?? [];
  await write(form.dataset.key, { ...said(form), photos: change(photos).slice(0, MOST) });
}

/** Send the form along the way; what is typed meanwhile stays. Says whether the server took it. */
async function along(name, value, more = []) {
  const body = new FormData(form);
  body.append(name, value);
  for (const photo of more) body.append("photos", photo, photo.name);
  const pictures = document.getElementById("pictures");
  pictures.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-similar]");
    if (!fresh) return true;
    pictures.replaceChildren(...fresh.querySelector("#pictures").childNodes);
    form.action = fresh.action;
    if (answer.redirected) history.replaceState(null, "", answer.url);
    return answer.ok;
  } catch {
    return true; // no signal: the files stay in the field and on this telephone
  } finally {
    pictures.removeAttribute("aria-busy");
  }
}

async function choose(files) {
  await remember((photos) => [...photos, ...files]).catch(() => {});
  if (!(await along("add", "1"))) await remember((photos) => photos.slice(0, -files.length)).catch(() => {});
}

async function takeOut(button) {
  const shown = [...form.querySelectorAll("button[name=drop]")];
  const gone = shown.indexOf(button);
  await along("drop", button.value);
  await remember((photos) => (photos.length === shown.length ? photos.toSpliced(gone, 1) : photos)).catch(() => {});
}

/** Go on with what was begun here for this place and never reached us. */
async function bringBack() {
  if (!("fresh" in form.dataset) || new URLSearchParams(location.search).has("new")) return;
  const { at, place } = form.dataset;
  const begun = (await all()).find((one) => one.letter !== "order" && one.state === "writing" && one.at === at && `${one.place}` === place);
  if (!begun) return;
  form.dataset.key = form.elements.client_key.value = begun.key;
  form.elements.text.value ||= begun.text ?? "";
  if (begun.photos.length) await along("add", "1", begun.photos);
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) choose([...event.target.files]);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=drop]");
    if (!button) return;
    event.preventDefault();
    takeOut(button);
  });
  await bringBack().catch(() => {});
  watchForAlike(document.getElementById("similar"));
}
