// Ticking cases in a list: all of the page at once, and how many are ticked. Without this file one ticks one by one.
const form = document.querySelector("form.picking");
const boxes = form ? [...form.querySelectorAll("input[name=case]")] : [];
const all = form?.querySelector("input.pick-all");
const said = form?.querySelector(".picked");

function say() {
  const ticked = boxes.filter((box) => box.checked).length;
  said.textContent = ticked || "";
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (boxes.length) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    say();
  });
  form.addEventListener("change", say);
  window.addEventListener("pageshow", say);
}
