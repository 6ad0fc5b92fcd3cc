/** Has the service worker keep this page and what it loaded, so that it works without a network from now on. */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/offline.js');
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name.replace(/#.*$/u, ''));
  const own = loaded.filter(address => address.startsWith(`${location.origin}/`));
  active?.postMessage([location.href.replace(/#.*$/u, ''), ...new Set(own)]);
}
