// While a resident types, show what has been reported near here already. Without this file a button asks.

const WAIT = 700;
const form = document.querySelector("form[data-similar]");
const shown = document.getElementById("similar");

if (form && shown) {
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
      asked = ""; // offline: the report itself matters, this does not
    }
  };
  form.elements.text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}
