import { wordsOf } from '../sharing/names.ts';

/** Words that stand for a user, or for what belongs to one. */
const words = new Set([
  'user', 'users', 'uid', 'owner', 'owners', 'owned', 'account', 'customer', 'tenant', 'org', 'organization', 'workspace', 'team', 'member',
  'members',
  'author', 'sender', 'from', 'viewer', 'principal', 'caller', 'subject', 'identity', 'sub', 'auth', 'me', 'profile', 'person', 'player',
  'claims',
  'email', 'login', 'username',
]);

/** Whether a variable or property of this name stands for a user, or for what belongs to one. */
export function namesOwner(name: string): boolean {
  return wordsOf(name).some(word => words.has(word));
}
