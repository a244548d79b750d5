// The service worker of the resident's pages. It keeps three pages that are the same for everybody, with what
// they need: one to report on, shown where a page of reporting or behind a plate could not be fetched, one to
// order on, and one that says so, shown instead of any other. It keeps no page about anybody.

const INSTEAD = [
  ["report", /^\/(p\/|report)/],
  ["order", /^\/order(\/waiting|\/[0-9a-f-]{36}(\/.*)?)?$/],
  ["other", /^\/($|track|s\/|order|volunteer|help|privacy|accessibility|burden)/],
];
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;
const cacheName = () => `tongxin-${self.SHELL.version}`;
let fresh = false;

/** The pages in the language and letters of this device, as they are now. */
async function keepPages() {
  const cache = await caches.open(cacheName());
  for (const page of Object.values(self.SHELL.pages)) {
    const answer = await fetch(page);
    if (answer.ok) await cache.put(page, answer);
  }
}

async function install() {
  await (await caches.open(cacheName())).addAll(self.SHELL.kept);
  await keepPages();
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("tongxin-") && name !== cacheName());
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function navigate(event, page) {
  try {
    const answer = await fetch(event.request);
    if (!fresh) {
      fresh = true;
      event.waitUntil(keepPages().catch(() => (fresh = false)));
    }
    return answer;
  } catch {
    return (await caches.match(page, { ignoreVary: true })) ?? Response.error();
  }
}

async function asset(request) {
  const cache = await caches.open(cacheName());
  const found = await cache.match(request, { ignoreVary: true });
  if (found && NAMED_BY_CONTENT.test(request.url)) return found;
  try {
    const answer = await fetch(request);
    if (found && answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return found ?? Response.error();
  }
}

/** The signal is back, maybe with no window open. What still waits is tried again when the browser says so. */
async function sendWaiting() {
  if (await self.sendAll()) throw new Error("something waits still");
}

self.addEventListener("sync", (event) => event.waitUntil(sendWaiting()));
self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== self.location.origin) return;
  const [page] = (event.request.mode === "navigate" && INSTEAD.find(([, paths]) => paths.test(pathname))) || [];
  if (pathname === self.SHELL.preference) fresh = false;
  else if (page) event.respondWith(navigate(event, self.SHELL.pages[page]));
  else if (event.request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});
