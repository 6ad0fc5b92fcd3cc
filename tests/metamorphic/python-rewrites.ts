import { parsePython } from '../../src/python/syntax/parser.ts';
import type { Token } from '../../src/python/syntax/tokens.ts';
import type { Expression, FunctionDefinition, Statement } from '../../src/python/syntax/tree.ts';

type Node = Expression | Statement;

/** A piece of Python, parsed. */
export interface PythonSource {
  readonly code: string;
  readonly tokens: readonly Token[];
  readonly nodes: readonly Node[];
  /** The functions around a node, the innermost first. */
  functionsAround(node: { readonly start: number; readonly end: number }): readonly FunctionDefinition[];
  text(node: { readonly start: number; readonly end: number }): string;
}

/** A rewrite that changes nothing of what a program does; undefined where it does not apply. */
export type PythonRewrite = (source: PythonSource) => string | undefined;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Parses a piece of Python; undefined where it does not parse. */
export function pythonSourceOf(code: string): PythonSource | undefined {
  let parsed;
  try {
    parsed = parsePython(code);
  } catch {
    return undefined;
  }
  const nodes: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (value && typeof value === 'object') {
      if ('type' in value) nodes.push(value as Node);
      Object.values(value).forEach(visit);
    }
  };
  visit(parsed.module.statements);
  const functions = nodes.filter(node => node.type === 'Function');
  return {
    code,
    tokens: parsed.tokens,
    nodes,
    functionsAround: ({ start, end }) => functions.filter(each => each.start <= start && end <= each.end && each.start < start).reverse(),
    text: ({ start, end }) => code.slice(start, end),
  };
}

function changed(code: string, edits: readonly Edit[]): string | undefined {
  const sorted = [...edits].sort((one, other) => one.end - other.end || other.start - one.start);
  let result = '';
  let at = 0;
  for (const { start, end, text } of sorted) {
    if (start < at) continue;
    result += code.slice(at, start) + text;
    at = end;
  }
  return edits.length > 0 ? result + code.slice(at) : undefined;
}

const isCreating = (text: string): boolean => /\.(?:create|use)\(/u.test(text);

/** What is assigned where a session is made. */
function made(source: PythonSource): { readonly statement: Statement & { type: 'Assign' }; readonly value: Expression }[] {
  return source.nodes.flatMap(node =>
    node.type === 'Assign' && isCreating(source.text(node.value)) && node.value.type !== 'Lambda' && node.value.type !== 'Tuple'
      ? [{ statement: node, value: node.value }]
      : [],
  );
}

const wrapped =
  (wrap: (text: string) => string, isFor: (value: Expression) => boolean = () => true): PythonRewrite =>
  source =>
    changed(
      source.code,
      made(source)
        .filter(({ value }) => isFor(value))
        .map(({ value: { start, end } }) => ({ start, end, text: wrap(source.code.slice(start, end)) })),
    );

/** `composio.create(…)` and no more. */
function isCall(value: Expression): boolean {
  return value.type === 'Call' && value.callee.type === 'Attribute' && /^(?:create|use)$/u.test(value.callee.name.id);
}

/** Local variables that hold what a creation gives, by other names. */
const renamedLocals: PythonRewrite = source => {
  const edits: Edit[] = [];
  const taken = new Set<string>();
  for (const { statement } of made(source)) {
    const [target, other] = statement.targets;
    const around = source.functionsAround(statement)[0];
    if (!around || other || target?.type !== 'Name' || /composio/iu.test(target.id)) continue;
    const key = `${around.start} ${target.id}`;
    const inside = source.tokens.filter(({ start, end }) => around.start <= start && end <= around.end);
    const isOuter =
      new RegExp(
        String.raw`(?:global|nonlocal)[^\n]*\b${target.id}\b|\b${target.id}=[^=]|f["'].*\{[^}]*\b${target.id}\b|["']${target.id}["']`,
        'u',
      ).test(source.text(around)) || around.parameters.some(({ name }) => name.id === target.id);
    if (taken.has(key) || isOuter) continue;
    taken.add(key);
    inside.forEach((token, index) => {
      if (token.type === 'name' && token.text === target.id && inside[index - 1]?.text !== '.') {
        edits.push({ start: token.start, end: token.end, text: `held_${taken.size}` });
      }
    });
  }
  return changed(source.code, edits);
};

/** `cache[k] = make()` as `taken = make(); cache[k] = taken`. */
const extractedVariables: PythonRewrite = source =>
  changed(
    source.code,
    made(source).flatMap(({ statement, value }, index): Edit[] => {
      const [target, other] = statement.targets;
      const text = source.text(value);
      // at the top of a module, such a variable is one that functions may read
      if (
        other ||
        target?.type === 'Name' ||
        target?.type === 'Tuple' ||
        text.includes('\n') ||
        value.type !== 'Call' ||
        source.functionsAround(statement).length === 0
      )
        return [];
      return [
        { start: statement.start, end: statement.start, text: `taken_${index} = ${text}; ` },
        { start: value.start, end: value.end, text: `taken_${index}` },
      ];
    }),
  );

/** `composio.create(…)` in a coroutine, waited for in another thread. */
const inAnotherThread: PythonRewrite = source =>
  changed(
    source.code,
    source.nodes.flatMap((node): Edit[] => {
      const isMade =
        node.type === 'Call' &&
        node.callee.type === 'Attribute' &&
        /^(?:create|use)$/u.test(node.callee.name.id) &&
        /composio[a-z_]*$|tool_router$/iu.test(source.text(node.callee.value));
      const around = source.functionsAround(node)[0];
      const isPlain =
        isMade &&
        around?.isAsync &&
        !source.nodes.some(
          other =>
            (other.type === 'Lambda' || other.type === 'Comprehension' || (other.type === 'Await' && other.value === node)) &&
            other.start <= node.start &&
            node.end <= other.end,
        ) &&
        !/to_thread|executor|partial/u.test(source.text(around));
      if (!isMade || !isPlain) return [];
      const { callee } = node;
      return [
        { start: node.start, end: callee.end + 1, text: `(await asyncio.to_thread(${source.text(callee)}, ` },
        { start: node.end, end: node.end, text: ')' },
      ];
    }),
  );

/** `session = make()` of a function as `session: Any = make()`. */
const annotated: PythonRewrite = source =>
  changed(
    source.code,
    made(source).flatMap(({ statement }): Edit[] => {
      const [target, other] = statement.targets;
      const isOwn =
        target?.type === 'Name' &&
        !other &&
        source.functionsAround(statement).length > 0 &&
        !new RegExp(String.raw`(?:global|nonlocal)[^\n]*\b${target.id}\b`, 'u').test(source.code);
      return isOwn ? [{ start: target.end, end: target.end, text: ': Any' }] : [];
    }),
  );

/** Statements of one line that make a session, each behind the head of a statement of its own. */
const under =
  (head: string): PythonRewrite =>
  source =>
    changed(
      source.code,
      source.nodes.flatMap((node): Edit[] => {
        const lineStart = source.code.lastIndexOf('\n', node.start - 1) + 1;
        const isAlone =
          source.code.slice(lineStart, node.start).trim() === '' &&
          !source.text(node).includes('\n') &&
          !source.code.slice(node.end).split('\n')[0]!.includes(';');
        const isMade = node.type === 'Assign' && isCreating(source.text(node.value)) && source.functionsAround(node).length > 0;
        return isMade && isAlone ? [{ start: node.start, end: node.start, text: head }] : [];
      }),
    );

/** Code that never runs at the start of every function, on the line of its first statement. */
const deadCode: PythonRewrite = source =>
  changed(
    source.code,
    source.nodes.flatMap((node): Edit[] => {
      if (node.type !== 'Function') return [];
      const first = node.body.statements.find(statement => !(statement.type === 'Expression' && statement.value.type === 'Text'));
      const isSimple =
        first &&
        /^(?:Assign|AnnotatedAssign|Expression|Return|Raise)$/u.test(first.type) &&
        source.code.lastIndexOf('\n', first.start) > node.head;
      return isSimple ? [{ start: first.start, end: first.start, text: 'pass; 1 + 1; ' }] : [];
    }),
  );

/** The client's class in another form of its import; it must be called and nothing else. */
const importedAs =
  (line: string, name: string): PythonRewrite =>
  source => {
    const found = /^from composio import Composio$/mu.exec(source.code);
    const names = source.tokens.filter(({ type, text }) => type === 'name' && text === 'Composio').slice(1);
    const isCalled = names.length > 0 && names.every(({ end }) => source.code[end] === '(');
    return found && isCalled
      ? changed(source.code, [
          { start: found.index, end: found.index + found[0].length, text: line },
          ...names.map(({ start, end }) => ({ start, end, text: name })),
        ])
      : undefined;
  };

/** `create(user_id=u)` as `create(u)`. */
const positional: PythonRewrite = source =>
  changed(
    source.code,
    source.nodes.flatMap((node): Edit[] => {
      const [first] = node.type === 'Call' && node.callee.type === 'Attribute' && node.callee.name.id === 'create' ? node.given : [];
      return first?.name?.id === 'user_id' ? [{ start: first.start, end: first.value.start, text: '' }] : [];
    }),
  );

/** Four spaces at the beginning of a line as a tab, where no text goes over lines. */
const withTabs: PythonRewrite = ({ code, tokens }) =>
  tokens.some(({ type, start, end }) => type === 'string' && code.slice(start, end).includes('\n'))
    ? undefined
    : code.replaceAll(/^(?: {4})+/gmu, spaces => '\t'.repeat(spaces.length / 4));

/** `"text"` as `'text'`. */
const otherQuotes: PythonRewrite = ({ code, tokens }) =>
  changed(
    code,
    tokens.flatMap(({ type, start, end }): Edit[] =>
      type === 'string' && /^"[^"'\\\n]+"$/u.test(code.slice(start, end))
        ? [{ start, end, text: `'${code.slice(start + 1, end - 1)}'` }]
        : [],
    ),
  );

export const pythonRewrites: Readonly<Record<string, PythonRewrite>> = {
  'locals renamed': renamedLocals,
  'in parentheses': wrapped(text => `((${text}))`),
  'in a lambda called at once': source =>
    /\bawait\b|\byield\b|:=/u.test(source.code) ? undefined : wrapped(text => `(lambda: ${text})()`, isCall)(source),
  'cast to anything': wrapped(text => `typing.cast(Any, ${text})`),
  'in variables of their own': extractedVariables,
  'in another thread': inAnotherThread,
  'with a type': annotated,
  'if True': under('if True: '),
  'in a with': under('with nullcontext(): '),
  'behind dead code': deadCode,
  'imported under another name': importedAs('from composio import Composio as Kit', 'Kit'),
  'from the module': importedAs('import composio as sdk', 'sdk.Composio'),
  'by position': positional,
  'with tabs': withTabs,
  'with other quotes': otherQuotes,
  'with CRLF': ({ code }) => code.replaceAll('\n', '\r\n'),
  'with a byte order mark': ({ code }) => (code.startsWith('#!') ? undefined : `\uFEFF${code}`),
};

/** Rewrites after which nothing is a session any more. */
export const pythonInverses: Readonly<Record<string, PythonRewrite>> = {
  'of another company': ({ code }) =>
    code.includes('eslint-disable')
      ? undefined
      : `${code.replaceAll(/composio/giu, name => (name === 'COMPOSIO' ? 'STRIPE' : name.startsWith('C') ? 'Stripe' : 'stripe')).replaceAll('ToolRouterSession', 'Checkout')}\n# composio`,
  'on another thing': ({ code }) =>
    /^composio = Composio\([^\n]*\)$/mu.test(code) &&
    !/ToolRouterSession|\bComposio\b(?!\()/u.test(code.replace(/^from composio import Composio$/mu, ''))
      ? code
          .replaceAll(/\bComposio\([^\n)]*\)/gu, 'Emitter()')
          .replace(/^from composio import Composio$/mu, 'from composio import Composio\nfrom events import Emitter')
      : undefined,
};
