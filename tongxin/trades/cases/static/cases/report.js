// The first question: shows what has been reported already while one types, and keeps photos at once.
// Without this file there is a button for each.

const WAIT = 700;
const form = document.querySelector("form[data-similar]");

/** What is like the text so far, below it. */
function watchForAlike(shown) {
  let timer;
  let asked = "";
  const ask = async () => {
    const text = form.elements.text.value.trim();
    if (text === asked || text.length < 4) return;
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
  if (form.elements.text.value) ask();
}

/** Photos go to the draft as soon as they are chosen, or taken out; what is typed meanwhile stays. */
async function keepPhotos(button) {
  const body = new FormData(form);
  body.append(button?.name ?? "add", button?.value ?? "1");
  const pictures = document.getElementById("pictures");
  pictures.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-similar]");
    if (!fresh) return;
    pictures.replaceChildren(...fresh.querySelector("#pictures").childNodes);
    form.action = fresh.action;
    if (answer.redirected) history.replaceState(null, "", answer.url);
  } catch {
    // No signal: the chosen files stay in the field and go along with the form.
  } finally {
    pictures.removeAttribute("aria-busy");
  }
}

if (form) {
  watchForAlike(document.getElementById("similar"));
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) keepPhotos();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=drop]");
    if (!button) return;
    event.preventDefault();
    keepPhotos(button);
  });
}
