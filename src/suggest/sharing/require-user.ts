import type { TSESTree } from '@typescript-eslint/utils';
import { addTo } from '../../analysis/grouped.ts';
import type { FunctionNode, Sharing, SourceCode } from '../../analysis/index.ts';
import { enclosingFunction, isClass, isFunction, literalKey, propertyName } from '../../analysis/tree.ts';
import type { Draft, TextEdit } from '../draft.ts';
import { membersNamed } from '../file-index.ts';
import { nodesOf } from '../file-nodes.ts';
import { removeLeftovers } from '../leftovers.ts';
import { replaceBy } from '../locals.ts';
import { isNameTaken, memberText, variableOf } from '../names.ts';
import { isArgument } from './own-user.ts';
import { oncePer } from '../../analysis/once-per.ts';

type Node = TSESTree.Node;

/** The calls of a function, and what makes objects of a class, by its name. */
const callsByName = oncePer((sourceCode: SourceCode) => {
  const found = new Map<string, (TSESTree.CallExpression | TSESTree.NewExpression)[]>();
  for (const call of nodesOf(sourceCode).of('CallExpression', 'NewExpression')) {
    if (call.callee.type === 'Identifier') {
      addTo(found, call.callee.name, call);
    }
  }
  return found;
});

/** Takes the default of a user parameter away, where every call in the file gives a user. */
export function requireUser({ node }: Sharing, isUntyped: boolean, draft: Draft): TextEdit[] | undefined {
  const pattern = node.parent;
  const parameter = pattern?.parent?.type === 'TSParameterProperty' ? pattern.parent : pattern;
  const fn = parameter?.parent;
  if (pattern?.type !== 'AssignmentPattern' || pattern.left.type !== 'Identifier' || !isFunction(fn) || literalKey(node) === undefined) {
    return undefined;
  }
  const index = fn.params.indexOf(parameter as TSESTree.Parameter);
  const { sourceCode } = draft;
  const name = calledName(fn, sourceCode);
  const isGiven = name !== undefined && (callsByName(sourceCode).get(name) ?? []).every(call => call.arguments.length > index);
  const isBehindDefault = draft.dialect.isPython && fn.params.slice(0, index).some(each => each.type === 'AssignmentPattern');
  if (!isGiven || isBehindDefault) {
    return undefined;
  }
  const type = isUntyped || pattern.left.typeAnnotation ? '' : ': string';
  const { typeAnnotation } = pattern.left;
  draft.replace([Math.max(pattern.left.range[1], typeAnnotation?.range[1] ?? 0), pattern.range[1]], type);
  return draft.edits();
}

/** What a function is called by: its name, or that of the class that it is the constructor of and that none extends. */
function calledName(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  const { parent } = fn;
  if (parent.type !== 'MethodDefinition' || parent.kind !== 'constructor') {
    return fn.id?.name;
  }
  const name = parent.parent.parent.id?.name;
  const isExtended = nodesOf(sourceCode)
    .of('ClassDeclaration', 'ClassExpression')
    .some(each => isClass(each) && each.superClass?.type === 'Identifier' && each.superClass.name === name);
  return isExtended ? undefined : name;
}

/**
 * Takes the user as a parameter, where functions of their own create for `'default'` and nothing in the file calls them:
 *
 * ```
 * export async function triage(text: string) {       export async function triage(text: string, userId: string) {
 *   const session = await create('default');      →    const session = await create(userId);
 * ```
 */
export function takeUser(
  { node, inHandler }: Extract<Sharing, { kind: 'default-user' }>,
  isUntyped: boolean,
  draft: Draft,
): TextEdit[] | undefined {
  const places = draft.dialect.isPython || inHandler || literalKey(node) === undefined ? [] : placesOf(node, draft.sourceCode);
  const takers = new Set(places.map(place => (isGiven(place) && !isAssigned(place) ? enclosingFunction(place) : undefined)));
  const isTaken = [...takers].every(fn => fn && addParameter(fn, 'userId', isUntyped ? '' : ': string', draft));
  if (takers.size === 0 || !isTaken) {
    return undefined;
  }
  places.forEach(place => replaceBy('userId', place, draft));
  removeLeftovers(draft);
  return draft.edits();
}

/** Where a literal is a user: itself, or the uses of the constant that it is. */
function placesOf(node: Node, sourceCode: SourceCode): Node[] {
  const { parent } = node;
  const isConstant = parent?.type === 'VariableDeclarator' && parent.parent.kind === 'const' && parent.parent.parent.type === 'Program';
  const variable = isConstant ? variableOf(sourceCode, parent.id) : undefined;
  return variable ? variable.references.flatMap(({ init, identifier }) => (init ? [] : [identifier as Node])) : [node];
}

/** Whether an expression is given to a call, also in an object. */
function isGiven(node: Node): boolean {
  const object = node.parent?.type === 'Property' && node.parent.value === node ? node.parent.parent : undefined;
  return isArgument(object?.type === 'ObjectExpression' ? object : node);
}

/** Adds a parameter to a function that other files call; tells whether that could be done. */
function addParameter(fn: FunctionNode, name: string, type: string, draft: Draft): boolean {
  const { sourceCode } = draft;
  if (isNameTaken(sourceCode, name, fn) || !isKnownByName(fn, sourceCode)) {
    return false;
  }
  const last = fn.params.at(-1);
  const isLastNeeded =
    !last || last.type === 'ObjectPattern' || last.type === 'ArrayPattern' || (last.type === 'Identifier' && !last.optional);
  const open = sourceCode.getFirstToken(fn, token => token.value === '(');
  const close = last ? sourceCode.getTokenAfter(last, token => token.value === ')') : open && sourceCode.getTokenAfter(open);
  if (!isLastNeeded || !open || !close || close.value !== ')' || open.range[0] > (last ?? fn.body).range[0]) {
    return false;
  }
  draft.insert(last ? last.range[1] : close.range[0], `${last ? ', ' : ''}${name}${type}`);
  return true;
}

/** Whether what is created is kept: the next caller would get it, whoever that is. */
function isAssigned(node: Node): boolean {
  let at = node.parent;
  while (at && !isFunction(at) && at.type !== 'AssignmentExpression') {
    at = at.parent;
  }
  return at?.type === 'AssignmentExpression';
}

/** Whether a function is exported, and neither called nor handed on in the file. */
function isKnownByName(fn: FunctionNode, sourceCode: SourceCode): boolean {
  const { parent } = fn;
  const assigned = parent.type === 'AssignmentExpression' && parent.right === fn ? parent.left : undefined;
  if (assigned?.type === 'MemberExpression') {
    return (
      /^(?:module\.)?exports\./u.test(memberText(assigned)) &&
      membersNamed(sourceCode, propertyName(assigned)).every(member => member === assigned)
    );
  }
  const declared = fn.type === 'FunctionDeclaration' ? fn : parent.type === 'VariableDeclarator' && parent.init === fn ? parent : undefined;
  const variable = declared?.id?.type === 'Identifier' ? variableOf(sourceCode, declared.id) : undefined;
  const around = declared?.type === 'VariableDeclarator' ? declared.parent.parent : declared?.parent;
  return around?.type === 'ExportNamedDeclaration' && variable !== undefined && variable.references.every(({ init }) => init);
}
