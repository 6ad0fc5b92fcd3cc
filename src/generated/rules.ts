// Made from the folders of src/rules by `npm run generate`.
import noCachedSessionTools from '../rules/no-cached-session-tools/rule.ts';
import noModuleSession from '../rules/no-module-session/rule.ts';
import noSessionCache from '../rules/no-session-cache/rule.ts';
import noSessionField from '../rules/no-session-field/rule.ts';

export const rules = {
  'no-cached-session-tools': noCachedSessionTools,
  'no-module-session': noModuleSession,
  'no-session-cache': noSessionCache,
  'no-session-field': noSessionField,
};
