// Made from the folders of src/rules by `npm run generate`.
import noCachedSessionTools from '../rules/no-cached-session-tools/rule.ts';
import noDeletedSessionUse from '../rules/no-deleted-session-use/rule.ts';
import noForeignToolkit from '../rules/no-foreign-toolkit/rule.ts';
import noModuleSession from '../rules/no-module-session/rule.ts';
import noSessionCache from '../rules/no-session-cache/rule.ts';
import noSessionField from '../rules/no-session-field/rule.ts';
import noSharedSession from '../rules/no-shared-session/rule.ts';
import noStaleSession from '../rules/no-stale-session/rule.ts';
import noUnusedSession from '../rules/no-unused-session/rule.ts';
import noUnverifiedSessionId from '../rules/no-unverified-session-id/rule.ts';
import sessionIdInErrorLog from '../rules/session-id-in-error-log/rule.ts';

export const rules = {
  'no-cached-session-tools': noCachedSessionTools,
  'no-deleted-session-use': noDeletedSessionUse,
  'no-foreign-toolkit': noForeignToolkit,
  'no-module-session': noModuleSession,
  'no-session-cache': noSessionCache,
  'no-session-field': noSessionField,
  'no-shared-session': noSharedSession,
  'no-stale-session': noStaleSession,
  'no-unused-session': noUnusedSession,
  'no-unverified-session-id': noUnverifiedSessionId,
  'session-id-in-error-log': sessionIdInErrorLog,
};
