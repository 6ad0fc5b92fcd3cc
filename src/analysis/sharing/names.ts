import { isAmong } from '../tree.ts';

const people = new Set(['user', 'member', 'customer', 'tenant', 'subscriber', 'account', 'recipient']);
const ids = new Set(['id', 'ids', 'uid', 'uids']);
const lists = new Set(['list', 'array', 'set']);
const restrictions = new Set(['to', 'with', 'without', 'in', 'for', 'by', 'from']);

/** What, before `account`, says that it is one that a user has elsewhere. */
const elsewhere = new Set([
  'connected', 'linked', 'gmail', 'google', 'email', 'mail', 'social', 'bank', 'oauth', 'auth', 'external', 'service',
]);

/** The words of a name in camel or snake case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .split(/[\s_$#-]+/u)
    .filter(word => word !== '')
    .map(word => word.toLowerCase());
}

/** Whether a name is one user's: `user`, `teamMember`, `customerId`; not `connectedAccount`. */
export function namesOne(name: string): boolean {
  const words = wordsOf(name);
  if (words.length > 1 && ids.has(words.at(-1)!)) {
    words.pop();
  }
  return isAmong(words.at(-1), people) && !isElsewhere(words);
}

/** Whether a name is several users': `users`, `tenantIds`, `userList`, `usersToNotify`. */
export function namesMany(name: string): boolean {
  const words = wordsOf(name);
  const at = words.findIndex((word, index) => index > 0 && restrictions.has(word));
  if (at > 0) {
    words.length = at;
  }
  const last = words.at(-1) ?? '';
  if (words.length > 1 && (ids.has(last) || lists.has(last))) {
    words.pop();
    const named = words.at(-1)!.replace(/s$/u, '');
    return people.has(named) && !isElsewhere(words);
  }
  return last.endsWith('s') && people.has(last.slice(0, -1)) && !isElsewhere(words);
}

function isElsewhere(words: readonly string[]): boolean {
  return /^accounts?$/u.test(words.at(-1)!) && isAmong(words.at(-2), elsewhere);
}

/** What a parameter is called that brings a user, or the group that accounts belong to. */
const callers = new Set(['user', 'uid', 'account', 'customer', 'tenant', 'org', 'organization', 'workspace', 'team', 'member']);

/** Whether a parameter of this name brings a user. */
export function namesUser(name: string): boolean {
  const words = wordsOf(name);
  if (words.length > 1 && /^(?:ids?|slug)$/u.test(words.at(-1)!)) {
    words.pop();
  }
  return isAmong(words.at(-1), callers);
}
