import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../analysis/definitions.ts';
import type { Store, Variable } from '../analysis/facts.ts';
import { variablesOf } from '../analysis/scopes.ts';
import { contains, enclosingFunction, isFunction, lastName, nodesBelow, propertyName, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { membersNamed } from './file-index.ts';
import { homeUses } from './home.ts';
import { type HomeUse, type HomeUses, readersOf } from './home-uses.ts';
import { creationIn } from './move.ts';
import { capitalized, isInExports, isNameTaken, variableOf } from './names.ts';
import { makeAwaitable, mayServeOthers, readAfresh } from './readers.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

/**
 * Turns what other files read into a function that creates it: exports, static fields, what is hung on an application.
 * The other files have to follow.
 */
export function exportFactory(store: Store, draft: Draft): TextEdit[] | undefined {
  const { site, home } = store;
  const creation = site.type === 'ExportDefaultDeclaration' ? site.declaration : creationIn(store);
  const left =
    site.type === 'AssignmentExpression' ? site.left : site.type === 'PropertyDefinition' ? site.key : undefined;
  const isPlace = left?.type === 'MemberExpression' || site.type === 'PropertyDefinition';
  const isDecorator = site.type === 'CallExpression' && home.kind === 'global' && lastName(site.callee) === 'decorate';
  if (
    !creation ||
    isCapturedLate(creation, draft) ||
    !(site.type === 'ExportDefaultDeclaration' || isDecorator || isPlace) ||
    (site.type === 'AssignmentExpression' && site.operator !== '=') ||
    (left && (!homeUses(store, draft.sourceCode) || isNamedElsewhere(left, draft)))
  ) {
    return undefined;
  }
  intoFunction(creation, draft);
  return draft.edits();
}

/** Whether some other member of the file has the name of this one. */
function isNamedElsewhere(place: Node, { sourceCode }: Draft): boolean {
  const name = place.type === 'MemberExpression' ? propertyName(place) : sourceCode.getText(place);
  return name === undefined || membersNamed(sourceCode, name).some(node => node !== place);
}

/** Turns a module constant into a function that creates what it held, for each reader. */
export function makeFactory(store: Store, uses: HomeUses, draft: Draft): TextEdit[] | undefined {
  const { site } = store;
  const value = site.type === 'VariableDeclarator' && site.init ? unwrapped(site.init) : undefined;
  if (
    site.type !== 'VariableDeclarator' ||
    site.id.typeAnnotation ||
    !isModuleConstant(site) ||
    store.home.kind === 'container' ||
    !value ||
    isCapturedLate(value, draft) ||
    !store.creations.some(({ call }) => contains(value, call))
  ) {
    return undefined;
  }
  const names = variablesOf(draft.sourceCode, site);
  const first = names[0]?.name.replace(/Promise$/u, '');
  const isExported =
    uses.all.some(use => use.kind === 'other' || isInExports(use.node)) || site.parent.parent.type !== 'Program';
  const isOwn = site.id.type === 'Identifier' && isExported;
  const name = isOwn ? first : first && `create${capitalized(first)}`;
  if (!name || (!isOwn && isExported) || (!isOwn && isNameTaken(draft.sourceCode, name, draft.sourceCode.ast))) {
    return undefined;
  }
  const target = draft.sourceCode.getText(site.id);
  if (!isOwn) {
    draft.replace(site.id.range, name);
  }
  const awaits = intoFunction(value, draft);
  const call = awaits ? `await ${name}()` : `${name}()`;
  const reads = names.flatMap(({ references }) => references.filter(r => !r.init && !isInExports(r.identifier)));
  const byReader = readersOf(reads.map(read => asRead(read.identifier)));
  if (isOwn && awaits && byReader.size > 0) {
    return undefined;
  }
  if (reads.some(read => read.isWrite())) {
    return undefined;
  }
  for (const [reader, each] of byReader) {
    if (!reader || mayServeOthers(store, reader, draft.sourceCode) || (awaits && !makeAwaitable(reader, draft))) {
      return undefined;
    }
    readAfresh(reader, each, [call], store, draft, target);
  }
  return isOwn || byReader.size > 0 ? draft.edits() : undefined;
}

function asRead(identifier: Node): HomeUse {
  return { kind: 'read', node: identifier, home: identifier };
}

function isModuleConstant({ parent: list }: TSESTree.VariableDeclarator): boolean {
  return (
    list.declarations.length === 1 && (list.parent.type === 'Program' || list.parent.type === 'ExportNamedDeclaration')
  );
}

/**
 * Whether a function that is called later would see other values than are at hand where a value is made: Python's takes
 * what its names hold when it is called.
 */
export function isCapturedLate(value: Node, { dialect, sourceCode }: Draft): boolean {
  if (!dialect.isPython) {
    return false;
  }
  for (let at: Node | undefined = value; at; at = at.parent) {
    if (/^(?:For|While|DoWhile)/u.test(at.type)) {
      return true;
    }
  }
  const isInFunction = enclosingFunction(value) !== undefined;
  return [...nodesBelow(value, sourceCode.visitorKeys)].some(node => {
    const variable = variableOf(sourceCode, node);
    const isLocal =
      variable && (!isInFunction || enclosingFunction(variable.scope.block) !== undefined || isFunction(variable.scope.block));
    return isLocal === true && !contains(value, variable.scope.block) && valuesGiven(variable) > 1;
  });
}

/** How often a variable is given a value, also as a parameter. */
function valuesGiven(variable: Variable): number {
  return writesOf(variable).length + variable.defs.filter(({ type }) => type === 'Parameter').length;
}

/** Puts a function around an expression; tells whether its result has to be awaited where the expression was not. */
export function intoFunction(value: Node, draft: Draft): boolean {
  const awaited = value.type === 'AwaitExpression' ? value.argument : value;
  const inside = [...nodesBelow(awaited, draft.sourceCode.visitorKeys)].some(node => node.type === 'AwaitExpression');
  const isObject = awaited.type === 'ObjectExpression';
  const [open, close] = isObject && !draft.dialect.isPython ? ['(', ')'] : ['', ''];
  draft.replace(
    value.range,
    `${draft.dialect.isPython ? 'lambda: ' : inside ? 'async () => ' : '() => '}${open}`,
    { span: awaited.range },
    close,
  );
  return value.type === 'AwaitExpression' || inside;
}
