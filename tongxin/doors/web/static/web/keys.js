// Keys of the desk. Whatever they do can be done without them; single letters rest inside fields and dialogs,
// and can be turned off for this device.

const help = document.getElementById("keys");
const palette = document.getElementById("palette");
const shown = (one) => one.offsetParent !== null;
const busy = (target) => target.closest("input, textarea, select, dialog, [contenteditable]");

/** Rows: the lines of a list, moved through by their links. */
function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(shown);
  const here = rows.indexOf(document.activeElement);
  const open = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[here < 0 && open < 0 ? 0 : (here < 0 ? open : here) + by];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function tick() {
  const row = document.activeElement.closest("[data-row]")?.closest("tr");
  row?.querySelector("input[type=checkbox]")?.click();
}

function toSearch() {
  const searches = [...document.querySelectorAll("input[type=search]")];
  const search = searches.find((one) => one.checkVisibility()) ?? searches[0];
  const fold = search?.closest("details");
  if (fold && !search.checkVisibility()) fold.open = true;
  search?.focus();
  search?.select();
}

/** "g" waits a moment for the letter that says where to. */
let waits = 0;
function jump(letter) {
  waits = 0;
  document.querySelector(`[data-jump="${CSS.escape(letter)}"]`)?.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  "/": toSearch,
  "?": () => help.showModal(),
  g: () => (waits = Date.now()),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!palette.open) openPalette();
    return;
  }
  if (help.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
  if (waits && Date.now() - waits < 1500 && /^[a-z]$/.test(event.key)) {
    event.preventDefault();
    jump(event.key);
  } else if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  }
});

/** The palette: what stands on this page as a link, found by typing. */
const field = palette.querySelector("input");
const list = palette.querySelector("[role=listbox]");
const none = palette.querySelector(".palette-none");
const SOURCES = [".steps a", "a[data-jump=n]", ".desknav a", ".page-head a, .tabs a, .kept a", "a[data-row]"];
const MOST = 12;
let offers = [];
let chosen = 0;

const tidy = (text) => text.replace(/\s+/g, " ").trim();

function everything() {
  const seen = new Set();
  return SOURCES.flatMap((source) => [...document.querySelectorAll(source)])
    .map((link) => ({ label: tidy(link.innerText || link.textContent), href: link.href }))
    .filter(({ label, href }) => label && !seen.has(href) && seen.add(href));
}

/** A number typed leads to its case; any other words are sought in all cases. */
function typed(words) {
  if (!words) return [];
  const digits = words.replace(/[\s-]/g, "");
  const found = [{ label: `${palette.dataset.search} ${words}`, href: `${palette.dataset.queue}?q=${encodeURIComponent(words)}` }];
  if (/^\d{9}$/.test(digits)) found.unshift({ label: `${palette.dataset.goto} ${digits}`, href: `${palette.dataset.queue}/${digits}` });
  return found;
}

function filter() {
  const words = tidy(field.value);
  const parts = words.toLowerCase().split(" ");
  const fits = ({ label }) => parts.every((part) => label.toLowerCase().includes(part));
  offers = [...everything().filter(fits).slice(0, MOST), ...typed(words)];
  chosen = 0;
  list.replaceChildren(
    ...offers.map(({ label }, at) => {
      const line = document.createElement("li");
      line.id = `palette-${at}`;
      line.role = "option";
      line.textContent = label;
      line.addEventListener("click", () => location.assign(offers[at].href));
      return line;
    }),
  );
  none.hidden = offers.length > 0;
  mark();
}

function mark() {
  [...list.children].forEach((line, at) => line.setAttribute("aria-selected", at === chosen));
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
  if (offers.length) field.setAttribute("aria-activedescendant", `palette-${chosen}`);
  else field.removeAttribute("aria-activedescendant");
}

function openPalette() {
  field.value = "";
  filter();
  palette.showModal();
  field.focus();
}

field.addEventListener("input", filter);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && offers.length) {
    event.preventDefault();
    chosen = (chosen + by + offers.length) % offers.length;
    mark();
  } else if (event.key === "Enter" && offers.length) {
    event.preventDefault();
    location.assign(offers[chosen].href);
  }
});
