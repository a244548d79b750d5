// What a page must not have, found in the page itself: [{kind, what}] . Called with what is asked of it.
async ({ least, axe: rules, more, skip }) => {
  const found = [];
  const say = (kind, what) => found.push({ kind, what });
  const words = (one) => (one.textContent.trim() || one.getAttribute("aria-label") || one.name || "").replace(/\s+/g, " ").slice(0, 40);
  const named = (one) => `${one.tagName.toLowerCase()}${one.className && typeof one.className === "string" ? "." + one.className.trim().split(/\s+/).join(".") : ""} «${words(one)}»`;

  // As it came, before anybody turned the window.
  if (!window.lookedAt) {
    const shifts = new PerformanceObserver(() => {});
    shifts.observe({ type: "layout-shift", buffered: true });
    const SEEN = 0.01; // of a window: less is a header that fills while a busy machine still reads the page
    for (const { value, sources } of shifts.takeRecords().filter((one) => !one.hadRecentInput && one.value >= SEEN)) {
      const moved = sources.map(({ node }) => node?.nodeType === Node.ELEMENT_NODE ? named(node) : "text");
      say("jumps", `by ${value.toFixed(4)}: ${moved.join(", ")}`);
    }
    window.lookedAt = true;
  }

  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1);
    for (const one of wide.slice(0, 3)) say("sideways", named(one));
  }

  // A link within a sentence is as high as the sentence; one that stands alone is a target for a finger.
  const TOUCHED = 600;
  const alone = (one) => one.parentElement.textContent.trim() === one.textContent.trim();
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    const box = one.getBoundingClientRect();
    const shown = one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!shown || one.type === "hidden" || box.width < 2 || one.closest(".skip, .unseen")) continue;
    if (one.tagName === "A" && getComputedStyle(one).display === "inline" && !(room < TOUCHED && alone(one))) continue;
    const target = ["radio", "checkbox"].includes(one.type) ? one.labels?.[0] ?? one : one;
    const size = target.getBoundingClientRect();
    if (Math.round(size.height) < least) say("target", `${named(one)} is ${Math.round(size.height)} px high`);
  }

  const seen = (query) => [...document.querySelectorAll(query)].filter((one) => one.checkVisibility());
  if (seen("h1").length !== 1) say("heading", `${seen("h1").length} first headings: ${seen("h1").map(words).join(", ")}`);
  const primary = seen("main form").map((form) => [...form.querySelectorAll(".button.primary")].filter((one) => one.checkVisibility()));
  for (const several of primary.filter((each) => each.length > 1)) say("primary", several.map(words).join(", "));

  for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) say("tab order", named(one));

  if (rules || more.length) {
    const set = (names, enabled) => names.map((name) => [name, { enabled }]);
    const chosen = rules
      ? { runOnly: { type: "tag", values: rules }, rules: Object.fromEntries([...set(more, true), ...set(skip, false)]) }
      : { runOnly: { type: "rule", values: more } };
    const result = await axe.run(document, { ...chosen, resultTypes: ["violations"] });
    for (const broken of result.violations)
      for (const node of broken.nodes.slice(0, 3))
        say("axe", `${broken.id}: ${node.target.join(" ")} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? broken.help}`);
  }

  if (!document.documentElement.lang) say("axe", "the page does not say its language");
  const own = document.documentElement.lang.split("-")[0];
  const foreign = (one) => (one.closest("[lang]")?.lang ?? "").split("-")[0] !== own;
  const texts = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim().replace(/\s+/g, " ");
    if (text && !node.parentElement.closest("script, style, textarea, template, kbd, code") && !foreign(node.parentElement)) texts.add(text);
  }
  for (const attribute of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${attribute}]`)) if (!foreign(one)) texts.add(one.getAttribute(attribute).trim());
  texts.add(document.title);
  return { found, texts: [...texts].filter(Boolean), language: own };
}
