import type { Settings } from '../sdk/settings.ts';
import type { SourceCode } from './facts.ts';
import { mayImportSessions } from './types/index.ts';

// without `u`: it makes the one search that every file pays for a third slower
const product = /composio|toolroutersession/i;
/** With the type that counts only in a file that names the product, too. */
const everyName = /composio|ToolRouterSession|SessionWithoutMcp/giu;

const known = new WeakMap<object, { readonly settings: Settings; readonly may: boolean }>();

/**
 * Whether a file can hold a session at all. It costs all rules together one search, so that the files of a code base that
 * have nothing to do with the SDK are not analysed; with types, also a look at what the file imports.
 */
export function mayHoldSessions(sourceCode: SourceCode, fileName: string, settings: Settings): boolean {
  const cached = known.get(sourceCode);
  if (cached?.settings === settings) {
    return cached.may;
  }
  const may = namesSessions(sourceCode.text, settings) || mayImportSessions(sourceCode, fileName);
  known.set(sourceCode, { settings, may });
  return may;
}

/** Whether a text has anything by which a session could be recognised without types. */
export function namesSessions(text: string, settings: Settings): boolean {
  return product.test(text) || namesOf(settings).some(name => text.includes(name));
}

/** Where a text has something by which a session could be recognised. */
export function* namesIn(text: string, settings: Settings): Generator<number> {
  for (const { index } of text.matchAll(everyName)) {
    yield index;
  }
  for (const name of namesOf(settings)) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      yield at;
    }
  }
}

function namesOf(settings: Settings): string[] {
  const clients = settings.clients.map(client => client.slice(client.lastIndexOf('.') + 1));
  return [...clients, ...settings.modules, ...settings.factories.map(({ from, name }) => from ?? name)];
}
