import { createSessionRule } from '../../create-session-rule.ts';
import { storeMessages, storeReport, storesFor } from '../stores.ts';

export default createSessionRule({
  name: 'no-module-session',
  messages: storeMessages,
  check(context) {
    for (const store of storesFor('no-module-session', context.facts.stores)) {
      context.report(storeReport(context, store));
    }
  },
});
