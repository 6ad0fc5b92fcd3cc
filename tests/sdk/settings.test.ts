import { describe, expect, it } from 'vitest';
import { readSettings, settingsSchema } from '../../src/sdk/settings.ts';

const read = (given: unknown) => readSettings({ 'composio-sessions': given });

/** The message that these settings are refused with. */
function refusal(given: unknown): string {
  try {
    read(given);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('these settings were accepted');
}

const empty = {
  clients: [],
  factories: [],
  memoizers: [],
  modules: [],
  conversationClasses: [],
  requestObjects: [],
  sdkVersion: undefined,
  handlers: [],
  fix: undefined,
};

describe('settings that are fine', () => {
  it.each([undefined, null, {}, { 'other-plugin': 1 }])('gives the defaults for %j', settings => {
    expect(readSettings(settings)).toEqual(empty);
  });

  it('gives the defaults for an empty object', () => {
    expect(read({})).toEqual(empty);
  });

  it('fills in both forms of factories and handlers', () => {
    expect(
      read({
        clients: ['ai'],
        factories: ['open', { from: './sessions', name: 'create' }],
        memoizers: ['remember'],
        modules: ['@acme/composio'],
        conversationClasses: ['Conversation$', '^\\p{Lu}'],
        requestObjects: ['scope', 'call.metadata'],
        sdkVersion: '0.13.0-alpha.1+build',
        handlers: ['onInbound', { call: 'bus.consume' }, { call: 'bus.consume', argument: 0 }],
        fix: 'session-id',
      }),
    ).toEqual({
      clients: ['ai'],
      factories: [
        { from: undefined, name: 'open' },
        { from: './sessions', name: 'create' },
      ],
      memoizers: ['remember'],
      modules: ['@acme/composio'],
      conversationClasses: [/Conversation$/u, /^\p{Lu}/u],
      requestObjects: ['scope', 'call.metadata'],
      sdkVersion: '0.13.0-alpha.1+build',
      handlers: [
        { call: 'onInbound', argument: undefined },
        { call: 'bus.consume', argument: undefined },
        { call: 'bus.consume', argument: 0 },
      ],
      fix: 'session-id',
    });
  });

  it('takes every example of the schema', () => {
    for (const [key, { examples }] of Object.entries(settingsSchema.properties)) {
      for (const example of examples) expect(() => read({ [key]: example })).not.toThrow();
    }
  });

  it('takes undefined for a key that is left out', () => {
    expect(read({ clients: undefined, fix: undefined })).toEqual(empty);
  });

  it('freezes the result and gives the same one for the same object', () => {
    const given = { clients: ['ai'], factories: ['open'], handlers: ['on'] };
    const settings = read(given);
    expect(read(given)).toBe(settings);
    expect(read({ ...given })).not.toBe(settings);
    for (const part of [settings, settings.clients, settings.factories, settings.factories[0], settings.handlers[0]]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('is not changed by what happens to the given object later', () => {
    const given = { clients: ['ai'] };
    const settings = read(given);
    given.clients.push('other');
    expect(settings.clients).toEqual(['ai']);
  });

  it('takes objects without a prototype', () => {
    const given = Object.assign(Object.create(null) as object, { fix: 'fresh-session' });
    expect(read(given).fix).toBe('fresh-session');
  });
});

describe('settings that are refused', () => {
  it.each([
    ['a text', `settings['composio-sessions'] is "a text". Allowed: an object with "clients", "factories",`],
    [5, `settings['composio-sessions'] is 5.`],
    [null, `settings['composio-sessions'] is null.`],
    [[], `settings['composio-sessions'] is [].`],
    [new Map(), `settings['composio-sessions'] is a Map.`],
    [() => 1, `settings['composio-sessions'] is function.`],
  ])('%j in place of the object', (given, message) => {
    expect(refusal(given)).toContain(message);
  });

  it.each([
    [
      { clients: 'ai' },
      `settings['composio-sessions'].clients is "ai". Allowed: an array; each element is a string such as "agentTools" or "this.tools".`,
    ],
    [{ clients: null }, `settings['composio-sessions'].clients is null.`],
    [{ clients: ['ai', 5] }, `settings['composio-sessions'].clients[1] is 5. Allowed: a string such as "agentTools" or "this.tools".`],
    [{ clients: ['get ai()'] }, `settings['composio-sessions'].clients[0] is "get ai()".`],
    [{ clients: [''] }, `settings['composio-sessions'].clients[0] is "".`],
    [{ clients: ['a.'] }, `settings['composio-sessions'].clients[0] is "a.".`],
    [{ memoizers: ['a.b'] }, `settings['composio-sessions'].memoizers[0] is "a.b". Allowed: a string such as "remember".`],
    [{ clients: [undefined] }, `settings['composio-sessions'].clients[0] is undefined.`],
    [{ clients: [, 'ai'] }, `settings['composio-sessions'].clients[0] is undefined.`],
    [{ clients: [/ai/u] }, `settings['composio-sessions'].clients[0] is /ai/u.`],
    [{ clients: [5n] }, `settings['composio-sessions'].clients[0] is 5.`],
    [{ clients: [Symbol('x')] }, `settings['composio-sessions'].clients[0] is symbol.`],
    [{ modules: [''] }, `settings['composio-sessions'].modules[0] is "". Allowed: a string such as "@acme/composio".`],
    [
      { conversationClasses: ['('] },
      `settings['composio-sessions'].conversationClasses[0] is "(" (Invalid regular expression: /(/u: Unterminated group). Allowed: the source of a regular expression such as "Conversation$".`,
    ],
    [
      { conversationClasses: [/C/u] },
      `settings['composio-sessions'].conversationClasses[0] is /C/u. Allowed: the source of a regular expression`,
    ],
    [
      { requestObjects: ['a..b'] },
      `settings['composio-sessions'].requestObjects[0] is "a..b". Allowed: a string such as "scope" or "call.metadata".`,
    ],
    [{ sdkVersion: '0.13' }, `settings['composio-sessions'].sdkVersion is "0.13". Allowed: a string such as "0.13.0".`],
    [{ sdkVersion: 13 }, `settings['composio-sessions'].sdkVersion is 13.`],
    [{ sdkVersion: '^0.13.0' }, `settings['composio-sessions'].sdkVersion is "^0.13.0".`],
    [{ fix: 'fresh' }, `settings['composio-sessions'].fix is "fresh". Allowed: "fresh-session" or "session-id".`],
    [{ fix: true }, `settings['composio-sessions'].fix is true. Allowed: "fresh-session" or "session-id".`],
    [{ fix: ['session-id'] }, `settings['composio-sessions'].fix is ["session-id"].`],
    [
      { factories: [5] },
      `settings['composio-sessions'].factories[0] is 5. Allowed: a string such as "openSession", or an object with "from": a string such as "./sessions.js", "name": a string such as "openSession".`,
    ],
    [{ factories: [null] }, `settings['composio-sessions'].factories[0] is null.`],
    [{ factories: [[]] }, `settings['composio-sessions'].factories[0] is [].`],
    [
      { factories: [{ from: './x' }] },
      `settings['composio-sessions'].factories[0].name is missing. Allowed: a string such as "openSession".`,
    ],
    [{ factories: [{ from: './x', name: undefined }] }, `settings['composio-sessions'].factories[0].name is missing.`],
    [{ factories: [{ from: 1, name: 'x' }] }, `settings['composio-sessions'].factories[0].from is 1.`],
    [{ handlers: [{ argument: 1 }] }, `settings['composio-sessions'].handlers[0].call is missing.`],
    [{ handlers: [{ call: 'on', argument: -1 }] }, `settings['composio-sessions'].handlers[0].argument is -1. Allowed: an integer from 0.`],
    [{ handlers: [{ call: 'on', argument: 1.5 }] }, `settings['composio-sessions'].handlers[0].argument is 1.5.`],
    [{ handlers: [{ call: 'on', argument: '1' }] }, `settings['composio-sessions'].handlers[0].argument is "1".`],
    [{ handlers: [5] }, `"call": a string such as "bus.consume", "argument" (optional): an integer from 0.`],
  ])('%o', (given, message) => {
    expect(refusal(given)).toContain(message);
  });

  it.each([
    ['client', 'clients'],
    ['Clients', 'clients'],
    ['factorys', 'factories'],
    ['conversation-classes', 'conversationClasses'],
    ['sdkversion', 'sdkVersion'],
    ['handler', 'handlers'],
    ['fixes', 'fix'],
  ])('the unknown key %s, with %s suggested', (key, near) => {
    expect(refusal({ [key]: [] })).toMatch(
      `settings['composio-sessions'] has an unknown key "${key}". Did you mean "${near}"? Allowed: "clients", "factories",`,
    );
  });

  it('an unknown key that resembles none', () => {
    expect(refusal({ somethingElse: 1 })).toMatch(/unknown key "somethingElse"\. Allowed: "clients"/u);
  });

  it('an unknown key inside a factory', () => {
    expect(refusal({ factories: [{ from: './x', nmae: 'x' }] })).toBe(
      `settings['composio-sessions'].factories[0] has an unknown key "nmae". Did you mean "name"? Allowed: "from", "name".`,
    );
  });

  it('a long value, cut', () => {
    expect(refusal({ fix: 'x'.repeat(500) })).toMatch(/\.fix is "x{79}…\. Allowed/u);
  });

  it('settings that are no object at all', () => {
    expect(() => readSettings('text')).toThrow('settings is "text". Allowed: an object.');
  });
});

describe('hostile objects', () => {
  it('names the key whose getter throws', () => {
    const given = {
      get clients(): never {
        throw new Error('boom');
      },
    };
    expect(refusal(given)).toBe(`settings['composio-sessions'].clients cannot be read: boom`);
  });

  it('names the key whose getter throws no error', () => {
    const given = {
      get clients(): never {
        throw 'boom';
      },
    };
    expect(refusal(given)).toBe(`settings['composio-sessions'].clients cannot be read: "boom"`);
  });

  it('says so when the settings themselves cannot be read', () => {
    const settings = {
      get 'composio-sessions'(): never {
        throw new Error('boom');
      },
    };
    expect(() => readSettings(settings)).toThrow(`settings['composio-sessions'] cannot be read`);
  });

  it('says so when the keys cannot be listed', () => {
    const given = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('boom');
        },
      },
    );
    expect(refusal(given)).toBe(`settings['composio-sessions'] cannot be read: boom`);
  });

  it('refuses a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal(proxy)).toContain(`settings['composio-sessions'] is a value that JSON cannot show.`);
  });

  it('refuses a cyclic value', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(refusal({ fix: cyclic })).toContain(`.fix is a value that JSON cannot show.`);
  });

  it('refuses an own key __proto__ and takes nothing from the prototype', () => {
    expect(refusal(JSON.parse('{"__proto__": {"clients": ["ai"]}}'))).toContain('has an unknown key "__proto__".');
    expect(read(Object.create({ clients: ['ai'] })).clients).toEqual([]);
    expect(refusal({ factories: [JSON.parse('{"__proto__": {}, "from": "x", "name": "y"}')] })).toContain('"__proto__"');
  });

  it('refuses the names of what every object has', () => {
    expect(refusal({ constructor: [], toString: [] })).toContain('has an unknown key "constructor".');
  });

  it('reads each value once', () => {
    let reads = 0;
    const given = {
      get fix() {
        reads += 1;
        return reads === 1 ? 'session-id' : 'something else';
      },
    };
    expect(read(given).fix).toBe('session-id');
  });
});
