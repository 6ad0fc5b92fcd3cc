import { createSessionRule } from '../../create-session-rule.ts';
import { storeMessages, storeReport, storesFor } from '../stores.ts';

export default createSessionRule({
  name: 'no-session-cache',
  messages: storeMessages,
  check(context) {
    for (const store of storesFor('no-session-cache', context.facts.stores)) {
      context.report(storeReport(context, store));
    }
  },
});
