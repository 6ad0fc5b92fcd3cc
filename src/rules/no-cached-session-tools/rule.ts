import { createSessionRule } from '../../create-session-rule.ts';
import { storeMessages, storeReport, storesFor } from '../stores.ts';

export default createSessionRule({
  name: 'no-cached-session-tools',
  messages: storeMessages,
  check(context) {
    for (const store of storesFor('no-cached-session-tools', context.facts.stores)) {
      const owner = store.home.owner?.id?.name ?? '';
      const isAllowed = store.home.kind === 'field' && context.settings.conversationClasses.some(pattern => pattern.test(owner));
      if (store.reason !== 'conversation' && !isAllowed) {
        context.report(storeReport(context, store));
      }
    }
  },
});
