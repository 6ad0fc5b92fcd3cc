// Made from the impact in the rules' pages by `npm run generate`.
import type { Linter } from 'eslint';
import { strictOptions as noSessionField } from '../rules/no-session-field/rule.ts';

export const recommended: Linter.RulesRecord = {
  'composio-sessions/no-cached-session-tools': 'error',
  'composio-sessions/no-deleted-session-use': 'error',
  'composio-sessions/no-foreign-toolkit': 'error',
  'composio-sessions/no-module-session': 'error',
  'composio-sessions/no-session-cache': 'error',
  'composio-sessions/no-session-field': 'error',
  'composio-sessions/no-shared-session': 'error',
  'composio-sessions/no-stale-session': 'error',
  'composio-sessions/no-unused-session': 'error',
};

export const strict: Linter.RulesRecord = {
  'composio-sessions/no-cached-session-tools': 'error',
  'composio-sessions/no-deleted-session-use': 'error',
  'composio-sessions/no-foreign-toolkit': 'error',
  'composio-sessions/no-module-session': 'error',
  'composio-sessions/no-session-cache': 'error',
  'composio-sessions/no-session-field': ['error', noSessionField],
  'composio-sessions/no-shared-session': 'error',
  'composio-sessions/no-stale-session': 'error',
  'composio-sessions/no-unused-session': 'error',
  'composio-sessions/no-unverified-session-id': 'error',
  'composio-sessions/session-id-in-error-log': 'error',
};
