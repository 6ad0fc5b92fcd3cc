// The service worker of the playground: keeps the pages with an editor, and what they loaded.
const name = 'composio-sessions';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// a page says what it is made of
self.addEventListener('message', event => {
  event.waitUntil(caches.open(name).then(cache => cache.addAll(event.data)));
});

// the network first, so that a new version of the site is seen at once; files with a hash in their name never change
self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const kept = () => caches.match(request, { ignoreVary: true });
  event.respondWith(
    request.url.includes('/assets/')
      ? kept().then(response => response ?? fetch(request))
      : fetch(request).catch(() => kept().then(response => response ?? Response.error())),
  );
});
