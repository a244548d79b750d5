// An open case keeps itself up to date: asks whether it has moved, less and less often while nothing happens,
// and not at all while the window is out of sight. What somebody writes is never touched.
const live = document.querySelector(".live");
const said = live.querySelector(".live-said");
const FIRST = 10, LONGEST = 60, TROUBLED = 300; // seconds
let wait = FIRST;
let mark = live.dataset.mark ? `"${live.dataset.mark}"` : "";
let timer = 0;

function later() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait * 1000);
}

async function ask() {
  try {
    // The header says that nobody pressed anything: a session may end although a page stands open.
    const headers = { "X-Unattended": "yes", ...(mark && { "If-None-Match": mark }) };
    const answer = await fetch(live.dataset.pulse, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 200) {
      const { version, said: words } = await answer.json();
      mark = answer.headers.get("ETag");
      if (live.dataset.mark || String(version) !== live.dataset.version) await moved(words);
      live.dataset.version = version;
      wait = FIRST;
    } else if (answer.status === 304) {
      wait = Math.min(wait * 1.5, LONGEST);
    } else {
      return; // signed out, or no longer ours to see: the next press says so
    }
  } catch {
    wait = Math.min(wait * 2, TROUBLED);
  }
  later();
}

async function moved(words) {
  const form = live.dataset.kept;
  if (!form && !reading()) await renew();
  said.textContent = `${live.dataset.words} ${words}${form ? ` ${form}` : ""}`;
  if (!form && reading()) said.append(" ", again());
}

/** Somebody is in the middle of something: has marked text, opened a fold, or stands in a field. */
function reading() {
  const shown = document.getElementById("case");
  const within = document.activeElement?.closest("#case input, #case textarea, #case details[open]");
  return Boolean(within) || (!getSelection().isCollapsed && shown.contains(getSelection().anchorNode));
}

async function renew() {
  const page = await fetch(location.href, { headers: { "X-Unattended": "yes" }, cache: "no-store" });
  if (!page.ok || page.redirected) return;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const opened = [...document.querySelectorAll("#case details")].map((one) => one.open);
  const held = document.activeElement?.closest("#case a")?.getAttribute("href");
  for (const id of ["case", "beside"]) {
    const old = document.getElementById(id), young = fresh.getElementById(id);
    if (old && young) old.replaceChildren(...young.childNodes);
  }
  const folds = document.querySelectorAll("#case details");
  if (folds.length === opened.length) folds.forEach((one, at) => (one.open = opened[at]));
  if (held) document.querySelector(`#case a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function again() {
  const button = document.createElement("button");
  button.className = "quiet";
  button.type = "button";
  button.textContent = live.dataset.show;
  button.addEventListener("click", async () => {
    await renew();
    button.remove();
  });
  return button;
}

document.addEventListener("visibilitychange", () => {
  wait = FIRST;
  if (document.hidden) clearTimeout(timer);
  else ask();
});
later();
