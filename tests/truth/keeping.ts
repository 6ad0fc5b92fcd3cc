import * as fc from 'fast-check';
import type { Code } from './code.ts';

/** A session, or what comes from one, is put somewhere by code that runs once for each message. */
export interface Keeping {
  readonly kind: 'keeping';
  readonly scope: 'closure' | 'field' | 'local' | 'module' | 'static';
  readonly home: 'array' | 'dictionary' | 'map' | 'property' | 'set' | 'variable';
  readonly value: 'id' | 'promise' | 'session' | 'tools' | 'wrapped';
  readonly via: 'arrow' | 'direct' | 'helper' | 'then' | 'twoHops';
  readonly isLazy: boolean;
  readonly isPutByHelper: boolean;
  readonly cleanup: 'always' | 'late' | 'none';
}

export const keepings: fc.Arbitrary<Keeping> = fc
  .record({
    kind: fc.constant('keeping' as const),
    scope: fc.constantFrom('closure', 'field', 'local', 'module', 'static'),
    home: fc.constantFrom('array', 'dictionary', 'map', 'property', 'set', 'variable'),
    value: fc.constantFrom('id', 'promise', 'session', 'tools', 'wrapped'),
    via: fc.constantFrom('arrow', 'direct', 'helper', 'then', 'twoHops'),
    isLazy: fc.boolean(),
    isPutByHelper: fc.boolean(),
    cleanup: fc.constantFrom('always', 'late', 'none'),
  })
  // what a closure keeps in a variable is somebody's own unless it is filled lazily, which no run can tell
  .filter(({ scope, home, isLazy }) => scope !== 'closure' || (home !== 'property' && (home !== 'variable' || isLazy)));

const initial = {
  array: '[]',
  dictionary: '{}',
  map: 'new Map()',
  property: '{ session: undefined }',
  set: 'new Set()',
  variable: 'undefined',
};
const keyed = new Set(['dictionary', 'map']);

/** Writes a keeping; `entry` is how the code that runs for a message is called. */
export function writeKeeping(code: Code, keeping: Keeping, id: number): void {
  const { scope, home, via } = keeping;
  const name = `kept${id}`;
  const reference = scope === 'field' ? `this.${name}` : scope === 'static' ? `Desk${id}.${name}` : name;
  const kind =
    home === 'variable' || home === 'property'
      ? scope === 'field' || scope === 'static'
        ? 'field'
        : scope === 'closure'
          ? 'container'
          : 'module'
      : 'container';
  const known = (look: string) => ({ name, kind, look });
  writeHelpers(code, keeping, id, name);
  const parameters = '(userId, toolkits, a)';
  const isLet = home === 'variable';
  const declaration = `${isLet ? 'let' : 'const'} ${name}${isLet ? '' : ` = ${initial[home]}`};`;
  const make =
    via === 'direct'
      ? 'composio.create(userId, { toolkits }, SOURCE(toolkits))'
      : via === 'then'
        ? 'composio.create(userId, { toolkits }, SOURCE(toolkits)).then(made => made)'
        : `${via === 'twoHops' ? 'openFor' : 'open'}${id}(userId, toolkits)`;
  switch (scope) {
    case 'module':
      code.declare(declaration, known(name));
      code.raw(`export async function handle${id}${parameters} {`, `async function handle${id}${parameters} {`);
      writeBody(code, keeping, reference, make, name, id);
      code.raw('}', `} entries.push((...given) => handle${id}(...given));`);
      break;
    case 'local':
      code.raw(`export async function handle${id}${parameters} {`, `async function handle${id}${parameters} {`);
      code.line(declaration);
      writeBody(code, keeping, reference, make, name, id);
      code.raw('}', `} entries.push((...given) => handle${id}(...given));`);
      break;
    case 'closure':
      code.raw(`function makeDesk${id}() {`);
      code.declare(declaration, known(name));
      code.raw('return {');
      code.raw(`async handle${parameters} {`);
      writeBody(code, keeping, reference, make, name, id);
      code.raw('},');
      code.raw('};');
      code.raw('}');
      code.raw(
        `export const desk${id} = makeDesk${id}();`,
        `const desk${id} = makeDesk${id}(); entries.push((...given) => desk${id}.handle(...given));`,
      );
      break;
    default: {
      code.raw(`class Desk${id} {`);
      code.raw(`${scope === 'static' ? 'static ' : ''}${name} = ${initial[home]};`);
      code.raw(`async handle${parameters} {`);
      writeBody(code, keeping, reference, make, name, id);
      code.raw('}');
      code.raw('}');
      const look = scope === 'static' ? reference : `desk${id}.${name}`;
      code.raw(
        `export const desk${id} = new Desk${id}();`,
        `const desk${id} = new Desk${id}(); w.home('${name}', '${kind}', () => ${look}); entries.push((...given) => desk${id}.handle(...given));`,
      );
    }
  }
}

function writeHelpers(code: Code, { via, home, isPutByHelper, scope }: Keeping, id: number, name: string): void {
  if (via === 'arrow') {
    code.line(
      `const open${id} = async (user, kit) => composio.create(user, { toolkits: kit }, SOURCE(kit));`.replace('=> composio', '=> composio'),
    );
  } else if (via === 'helper' || via === 'twoHops') {
    code.raw(`async function open${id}(user, kit) {`);
    code.line('const opened = await composio.create(user, { toolkits: kit }, SOURCE(kit));');
    code.line('return opened;');
    code.raw('}');
  }
  if (via === 'twoHops') {
    code.raw(`function openFor${id}(who, kits) {`);
    code.line(`return open${id}(who, kits);`);
    code.raw('}');
  }
  if (isPutByHelper && home === 'map') {
    code.raw(`function put${id}(map, key, value) {`);
    code.line('map.set(key, value);', scope === 'local' ? {} : { stores: name });
    code.raw('}');
  }
}

function writeBody(code: Code, keeping: Keeping, home: string, make: string, name: string, id: number): void {
  const { value, scope, isLazy, isPutByHelper, cleanup } = keeping;
  if (isLazy && keeping.home !== 'array' && keeping.home !== 'set') {
    const read =
      keeping.home === 'map'
        ? `${home}.get(userId)`
        : keeping.home === 'dictionary'
          ? `${home}[userId]`
          : keeping.home === 'property'
            ? `${home}.session`
            : home;
    code.line(`const known = ${read};`);
    code.raw('if (known) {');
    code.line(useOf(value, 'known'));
    code.line("return 'known';");
    code.raw('}');
  } else if (keeping.home === 'property' || keeping.home === 'variable') {
    code.line(`await run(${keeping.home === 'property' ? `${home}.session` : home});`);
  }
  code.line(value === 'promise' ? `const made = ${make};` : `const made = await ${make};`);
  const stored = { id: 'made.sessionId', promise: 'made', session: 'made', tools: 'tools', wrapped: '{ session: made, at: 1 }' }[value];
  if (value === 'tools') code.line('const tools = await made.tools();');
  const stores = scope === 'local' ? {} : { stores: name };
  if (isPutByHelper && keeping.home === 'map') {
    code.line(`put${id}(${home}, userId, ${stored});`);
  } else {
    code.line(
      {
        array: `${home}.push(${stored});`,
        dictionary: `${home}[userId] = ${stored};`,
        map: `${home}.set(userId, ${stored});`,
        property: `${home}.session = ${stored};`,
        set: `${home}.add(${stored});`,
        variable: `${home} = ${stored};`,
      }[keeping.home],
      stores,
    );
  }
  const work = `await ${value === 'promise' ? '(await made)' : 'made'}.search({ query: a ? 'stop' : 'mail' });`;
  if (cleanup === 'none' || !keyed.has(keeping.home)) {
    code.line(work);
    if (scope === 'local') code.line(`return run(${home});`);
    return;
  }
  const away = keeping.home === 'map' ? `${home}.delete(userId);` : `delete ${home}[userId];`;
  if (cleanup === 'late') {
    code.line(work);
    code.line(away);
    return;
  }
  code.raw('try {');
  code.line(work);
  code.raw('} finally {');
  code.line(away);
  code.raw('}');
}

function useOf(value: Keeping['value'], known: string): string {
  switch (value) {
    case 'id':
      return `await run(${known});`;
    case 'tools':
      return `await run(${known});`;
    case 'wrapped':
      return `await ${known}.session.search({ query: 'again' });`;
    default:
      return `await (await ${known}).search({ query: 'again' });`;
  }
}
