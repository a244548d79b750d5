// Small comforts. Every page works without this file.

/** Move to the summary of errors, so that it is read first. */
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

/** One press sends a form once. It is released again when the page is shown from the back-forward cache. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
  }
});

/** Name the chosen files and show pictures in small. */
for (const uploader of document.querySelectorAll(".uploader")) {
  const input = uploader.querySelector("input[type=file]");
  const chosen = uploader.querySelector(".uploader-chosen");
  input.addEventListener("change", () => {
    chosen.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const picture = document.createElement("img");
          picture.src = URL.createObjectURL(file);
          picture.alt = "";
          picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
          line.append(picture);
        }
        line.append(`${file.name} · ${(file.size / 1048576).toFixed(1)} MB`);
        return line;
      }),
    );
  });
}

/** The browser's own picker beside a day or time that is written; what is chosen is written there. */
for (const written of document.querySelectorAll("[data-written]")) {
  const [text, button] = written.children;
  const native = document.createElement("input");
  if (!native.showPicker) continue;
  native.type = written.dataset.written;
  native.tabIndex = -1;
  native.ariaHidden = "true";
  native.className = "written-native";
  button.after(native);
  button.hidden = false;
  button.addEventListener("click", () => {
    native.value = text.value.trim().replace(" ", "T");
    native.showPicker();
  });
  native.addEventListener("change", () => {
    text.value = native.value.replace("T", " ");
    text.dispatchEvent(new Event("change", { bubbles: true }));
    text.focus();
  });
}

/** A link that asks for more room opens its dialog in place; without this file it leads to a page. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});
