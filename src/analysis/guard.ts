import type { Settings } from '../sdk/settings.ts';

const product = /composio|ToolRouterSession/iu;

/**
 * Whether a file with this text can hold a session at all. It costs one search, so that the files of a code base that
 * have nothing to do with the SDK are not analysed.
 */
export function mayHoldSessions(text: string, settings: Settings): boolean {
  return product.test(text) || namesOf(settings).some(name => text.includes(name));
}

function namesOf(settings: Settings): string[] {
  const clients = settings.clients.map(client => client.slice(client.lastIndexOf('.') + 1));
  return [...clients, ...settings.modules, ...settings.factories.map(factory => factory.name)];
}
