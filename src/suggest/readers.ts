import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode, Store } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { handlerBases, handlerDecorators, timerDecorators } from '../sdk/python.ts';
import { contains, decoratorNames, decoratorsOf, functionName, isAmong, isNamed, isPropertyNamed, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex } from './file-index.ts';
import { localName } from './fresh-session.ts';
import { deletesAndGoesOn, isInVain, isUpdate, neededReads } from './guards.ts';
import type { HomeUse } from './home-uses.ts';
import { replaceBy } from './locals.ts';
import { isNameTaken, variableOf } from './names.ts';
import { blockStatementOf, indentAt, wrappedOutermost } from './positions.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** What a reader gets its session from: new text, or source text that moves to it. */
export type Source = string | { readonly span: readonly [number, number]; readonly from: string };

const routes = /^(?:DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|action|default|handler|loader)$/u;
const caller =
  /(?:^|[a-z_])(?:user|uid|account|customer|tenant|org|member|message|msg|text|prompt|req|request|ctx|event)(?:_?id)?$/iu;
const asyncMethods = new Set([
  'authorize',
  'catch',
  'delete',
  'ensureConnected',
  'execute',
  'finally',
  'listConfigHistory',
  'proxyExecute',
  'search',
  'then',
  'toolkits',
  'tools',
  'update',
]);

/** Makes sure that a function can await: it does already, or it returns nothing but promises and becomes `async`. */
export function makeAwaitable(fn: FunctionNode, draft: Draft): boolean {
  if (fn.async || draft.awaitable.has(fn)) {
    return true;
  }
  if (draft.dialect.isPython) {
    return false;
  }
  const member = fn.parent;
  const isMember =
    member.type === 'MethodDefinition' || (member.type === 'Property' && (member.method || member.kind !== 'init'));
  if (fn.generator || (isMember && !['init', 'method'].includes(member.kind)) || !returnsPromises(fn, draft)) {
    return false;
  }
  const at = isMember ? member.key.range[0] - (member.computed ? 1 : 0) : fn.range[0];
  draft.insert(at, 'async ');
  draft.awaitable.add(fn);
  return true;
}

function returnsPromises(fn: FunctionNode, { sourceCode }: Draft): boolean {
  if (fn.returnType && !sourceCode.getText(fn.returnType.typeAnnotation).startsWith('Promise<')) {
    return false;
  }
  if (fn.body.type !== 'BlockStatement') {
    return isPromise(fn.body);
  }
  const returned = fileIndex(sourceCode).returns.get(fn);
  return returned !== undefined && returned.every(({ argument }) => isPromise(argument));
}

/** Whether an expression is a promise by its looks. */
function isPromise(node: Node | null): boolean {
  const inner = node && unwrapped(node);
  if (inner?.type !== 'CallExpression' || inner.callee.type !== 'MemberExpression') {
    return false;
  }
  const { object } = inner.callee;
  return (
    (object.type === 'Identifier' && object.name === 'Promise') || isPropertyNamed(inner.callee, asyncMethods)
  );
}

/** Declares a local in front of the first read of a function, or puts the creation in the place of the only one. */
export function readAfresh(
  reader: FunctionNode,
  reads: readonly HomeUse[],
  source: readonly Source[],
  store: Store,
  draft: Draft,
  target?: string,
): void {
  const { sourceCode } = draft;
  const live = neededReads(reads, store, draft);
  const [first] = live;
  if (!first && reads.some(({ node }) => isUpdate(node))) {
    return;
  }
  if (!first || deletesAndGoesOn(live) || live.some(({ node }) => isInVain(node, live, draft))) {
    draft.refuse();
    return;
  }
  if (reader.body.type !== 'BlockStatement') {
    readInline(live, source, draft);
    return;
  }
  const anchor = blockStatementOf(first.node);
  const name =
    target ??
    [draft.dialect.word(localName(store)), 'opened'].find(
      each => sourceCode.getText(first.node) === each || !isNameTaken(sourceCode, each, reader),
    );
  if (name === undefined || !live.every(read => contains(anchor.parent!, read.node))) {
    draft.refuse();
    return;
  }
  declareBefore(anchor, name, source, draft);
  for (const read of live) {
    // also by its own name: the home that it was read from is not read any more
    if (target === undefined) {
      const outer = read.node.parent?.type === 'TSNonNullExpression' ? read.node.parent : read.node;
      replaceBy(name, outer, draft);
    }
    needNoQuestion(read.node, draft);
  }
}

/** `this.session?.tools()` → `session.tools()`. */
function needNoQuestion(read: Node, draft: Draft): void {
  const outer = read.parent?.type === 'TSNonNullExpression' ? read.parent : read;
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && parent.object === outer && parent.optional) {
    const mark = draft.sourceCode.getTokenAfter(outer, token => token.value === '?.')!;
    draft.replace(mark.range, parent.computed ? '' : '.');
  }
}

/** Puts `const name = source;` in front of a statement. */
function declareBefore(anchor: Node, name: string, source: readonly Source[], draft: Draft): void {
  const { sourceCode } = draft;
  const to = indentAt(sourceCode, anchor.range[0]);
  const semi = usesSemicolons(sourceCode) ? ';' : '';
  draft.insert(
    anchor.range[0],
    `${draft.dialect.binding('const', name)} = `,
    ...source.map(part => (typeof part === 'string' ? part : { ...part, to })),
    `${semi}${draft.eol}${to}`,
  );
}

function readInline(reads: readonly HomeUse[], source: readonly Source[], draft: Draft): void {
  const [first, second] = reads;
  const outer = wrappedOutermost(first!.node);
  if (second) {
    draft.refuse();
  }
  const { parent } = outer;
  const isCallee =
    (parent?.type === 'MemberExpression' && parent.object === outer) || (parent?.type === 'CallExpression' && parent.callee === outer);
  const [open, close] = isCallee && startsWithAwait(source, draft) ? ['(', ')'] : ['', ''];
  draft.reduce(
    outer,
    outer.range,
    open,
    ...source.map(part => (typeof part === 'string' ? part : { ...part, to: part.from })),
    close,
  );
}

function startsWithAwait([first]: readonly Source[], { sourceCode }: Draft): boolean {
  return (typeof first === 'string' ? first : first ? sourceCode.text.slice(...first.span) : '').startsWith('await ');
}

/** Whether the file ends its statements with semicolons. */
export const usesSemicolons = oncePer((sourceCode: SourceCode) => !isPython(sourceCode) && /;[^\S\n]*\r?\n/u.test(sourceCode.text));

/**
 * Whether `fn` may run for other people than the constant user of the creation: then a creation inside it would be
 * reported in its turn.
 */
export function mayServeOthers({ hasConstantUser }: Store, fn: FunctionNode, sourceCode: SourceCode): boolean {
  return hasConstantUser && (isHandlerLike(fn) || isPassed(fn, sourceCode) || (isPython(sourceCode) && isGivenRequest(fn)));
}

/** Whether a function is handed to somebody by its name: `app.post('/', ask)`. */
function isPassed(fn: FunctionNode, sourceCode: SourceCode): boolean {
  const name = fn.id ?? (fn.parent.type === 'VariableDeclarator' ? fn.parent.id : undefined);
  return (
    name?.type === 'Identifier' &&
    (variableOf(sourceCode, name)?.references.some(({ identifier: { parent }, identifier }) => {
      const isGiven = (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee !== identifier;
      // Python's keywords: `Route("/", endpoint=ask)`
      return isGiven || (isPython(sourceCode) && parent?.type === 'Property' && parent.value === identifier);
    }) ??
      false)
  );
}

/** A view, which another file registers. */
function isGivenRequest({ params: [first] }: FunctionNode): boolean {
  const type = first?.type === 'Identifier' ? first.typeAnnotation?.typeAnnotation : undefined;
  const name = type?.type === 'TSTypeReference' ? type.typeName : undefined;
  return (
    first?.type === 'Identifier' &&
    (/^_?request$/u.test(first.name) ||
      (name?.type === 'Identifier' && name.name.endsWith('Request')) ||
      (name?.type === 'TSQualifiedName' && name.right.name.endsWith('Request')))
  );
}

function isHandlerLike(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (
    fn.type === 'FunctionDeclaration' &&
    (decoratorNames(fn).some(name => handlerDecorators.has(name) || timerDecorators.has(name)) ||
      isAmong(functionName(fn), /^(?:lambdaHandler|lambda_handler)$/u))
  ) {
    return true;
  }
  const isMethod =
    parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition';
  return (
    parent.type === 'CallExpression' ||
    parent.type === 'NewExpression' ||
    parent.type === 'ExportDefaultDeclaration' ||
    isAmong(functionName(fn), routes) ||
    (isMethod &&
      (decoratorsOf(parent).length > 0 ||
        (parent.type === 'MethodDefinition' &&
          !!parent.parent.parent.superClass &&
          isNamed(parent.parent.parent.superClass, handlerBases)) ||
        fn.params.some(parameter => parameter.type === 'Identifier' && caller.test(parameter.name))))
  );
}
