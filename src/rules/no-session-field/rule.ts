import { createSessionRule } from '../../create-session-rule.ts';
import { storeMessages, storeReport, storesFor } from '../stores.ts';

interface Options {
  readonly allow: readonly string[];
  readonly conversationClasses: 'allow' | 'report';
}

/** What the `strict` preset turns on. */
export const strictOptions: Partial<Options> = { conversationClasses: 'report' };

export default createSessionRule<keyof typeof storeMessages, Options>({
  name: 'no-session-field',
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      allow: {
        description: 'Patterns of class names whose fields may hold a session.',
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', format: 'regex' },
      },
      conversationClasses: {
        description: 'Whether a class that is one conversation of one user may keep its session in a field.',
        type: 'string',
        enum: ['allow', 'report'],
      },
    },
  },
  defaultOptions: { allow: [], conversationClasses: 'allow' },
  messages: storeMessages,
  check(context) {
    const allowed = [...context.options.allow.map(pattern => new RegExp(pattern, 'u')), ...context.settings.conversationClasses];
    for (const store of storesFor('no-session-field', context.facts.stores)) {
      const owner = store.home.owner?.id?.name ?? '';
      const isConversation = store.reason === 'conversation' && context.options.conversationClasses === 'allow';
      if (!isConversation && !allowed.some(pattern => pattern.test(owner))) {
        context.report(storeReport(context, store));
      }
    }
  },
});
