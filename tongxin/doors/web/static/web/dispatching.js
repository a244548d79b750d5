// Dragging an order on the board of a week. It fills the form "Put an order elsewhere" and presses its button, so
// that whatever the form refuses is refused here too. Every move can be made with the form alone.

const plan = document.querySelector("[data-plan]");
const places = "[data-hand], .plan-part[data-slot]";
let dragged;

/** Where an order would go: a volunteer and a time, a volunteer at the time it has, or a time for whoever fits. */
function aim(target) {
  const person = target.closest("[data-hand]");
  const time = target.closest("[data-slot]");
  return { who: person?.dataset.hand ?? "", slot: time?.dataset.slot ?? dragged.dataset.slot };
}

function unmark() {
  for (const each of plan.querySelectorAll("[data-over]")) each.removeAttribute("data-over");
}

function drop({ who, slot }) {
  plan.querySelector("#move").open = true;
  const { order, who: whom, slot: when } = plan.elements;
  [order.value, whom.value, when.value] = [dragged.dataset.order, who, slot];
  plan.querySelector("[name=move]").click();
}

if (plan) {
  for (const row of plan.querySelectorAll("[data-order]")) row.draggable = true;
  plan.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-order]");
    if (!dragged) return;
    event.dataTransfer.setData("text/plain", dragged.dataset.order);
    event.dataTransfer.effectAllowed = "move";
    plan.toggleAttribute("data-dragging", true);
  });
  plan.addEventListener("dragover", (event) => {
    const place = event.target.closest?.(places);
    if (!dragged || !place) return;
    event.preventDefault();
    unmark();
    (event.target.closest(".plan-mark[data-slot]") ?? place).toggleAttribute("data-over", true);
  });
  plan.addEventListener("drop", (event) => {
    if (!dragged || !event.target.closest?.(places)) return;
    event.preventDefault();
    drop(aim(event.target));
  });
  plan.addEventListener("dragend", () => {
    unmark();
    plan.removeAttribute("data-dragging");
    dragged = undefined;
  });
}
