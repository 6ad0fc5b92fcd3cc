/**
 * Where a session's methods name toolkits or tools.
 *
 * | where    | example                                   |
 * | -------- | ----------------------------------------- |
 * | toolkit  | `authorize('slack')`                      |
 * | slug     | `execute('SLACK_SEND_MESSAGE', …)`        |
 * | toolkits | `search({ query, toolkits: ['slack'] })`  |
 * | property | `proxyExecute({ toolkit: 'slack', … })`   |
 */
export type Asking = 'property' | 'slug' | 'toolkit' | 'toolkits';

export const askingMethods: ReadonlyMap<string, Asking> = new Map<string, Asking>([
  ['authorize', 'toolkit'],
  ['ensureConnected', 'toolkit'],
  ['execute', 'slug'],
  ['toolkits', 'toolkits'],
  ['search', 'toolkits'],
  ['proxyExecute', 'property'],
]);

/** Slugs of meta tools and of custom tools, which belong to every session. */
export const everySession = /^(?:composio|local)_/u;

/** Keys, mostly of `experimental`, that bring tools of the user's own, or a configuration from elsewhere. */
export const ownTools = ['customTools', 'customToolkits', 'sessionConfigId'] as const;

/** Toolkits whose name has an underscore in it, by their first word: the rest of a slug does not tell where the name ends. */
const severalWords =
  /^(?:active_campaign|browser_tool|google_(?:admin|analytics|maps|search_console)|microsoft_(?:clarity|teams)|one_drive|share_point|text_to_pdf|zoho_(?:bigin|books|desk|inventory|invoice|mail))(?=_)/u;

/** The toolkit that a tool most probably belongs to. */
export function toolkitOfSlug(slug: string): string {
  const lower = slug.toLowerCase();
  return severalWords.exec(lower)?.[0] ?? lower.slice(0, Math.max(lower.indexOf('_'), 0));
}
