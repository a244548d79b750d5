// The link others may read: handed on with the telephone's own sharing, or copied. Without this file it stands
// there as text.

const box = document.querySelector("[data-share]");
const link = box?.querySelector("input[readonly]");

if (link) {
  const [hand, copy] = ["hand", "copy"].map((name) => box.querySelector(`[data-do=${name}]`));
  link.addEventListener("focus", () => link.select());
  if (navigator.share) {
    hand.hidden = false;
    hand.addEventListener("click", () => navigator.share({ title: document.title, url: link.value }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.value);
      copy.textContent = copy.dataset.done;
    });
  }
}
