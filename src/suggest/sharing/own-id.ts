import type { TSESTree } from '@typescript-eslint/utils';
import type { Sharing, SourceCode } from '../../analysis/index.ts';
import { contains, decoratorsOf, enclosingClass, enclosingFunction, propertyName, unwrapped } from '../../analysis/tree.ts';
import type { Draft } from '../draft.ts';
import { fill } from '../insert.ts';
import { isNothing } from '../home.ts';
import { isDeclaredIn, isNameTaken, variableOf } from '../names.ts';
import { placeOf } from '../place.ts';
import { PlaceIndex } from '../place-index.ts';
import { blockStatementOf, wrappedOutermost } from '../positions.ts';
import { usesSemicolons } from '../readers.ts';
import { likelyUser } from '../user-at-hand.ts';
import type { ForUser } from './own-user.ts';

type Node = TSESTree.Node;
type Declaration = TSESTree.PropertyDefinition | TSESTree.VariableDeclarator;

/**
 * Keeps an id for each user where one was kept for everybody:
 *
 * ```
 * let sessionId: string | undefined;               const sessionIds = new Map<string, string>();
 * app.post('/chat', async req => {                 app.post('/chat', async req => {
 *                                                    const sessionId = sessionIds.get(req.user.id);
 *   const session = sessionId ? await use(…) : …  →  const session = sessionId ? await use(…) : …
 *   sessionId = session.sessionId;                   sessionIds.set(req.user.id, session.sessionId);
 * ```
 */
export function keepIdPerUser(
  { creation, handler }: Extract<Sharing, { kind: 'one-id' }>,
  isUntyped: boolean,
  draft: Draft,
): ForUser | undefined {
  const { sourceCode, dialect } = draft;
  const id = creation.user && unwrapped(creation.user);
  const user = likelyUser(handler, sourceCode, isUntyped);
  const declaration = id && declarationOf(id, sourceCode);
  const place = id && placeOf(id, sourceCode);
  const references = place && PlaceIndex.of(sourceCode).referencesOf(place);
  const name = declaration && nameOf(declaration);
  const ids = `${name}s`;
  if (
    (dialect.isPython && declaration?.type === 'PropertyDefinition') ||
    user === undefined ||
    !declaration ||
    !references ||
    name === undefined ||
    !isFree(ids, declaration, sourceCode) ||
    isDeclaredIn(sourceCode, name, handler)
  ) {
    return undefined;
  }
  const home = declaration.type === 'PropertyDefinition' ? `this.${ids}` : dialect.isPython ? `${dialect.word(name)}s` : ids;
  const isKept =
    references.every(({ parent }) => parent?.type !== 'VariableDeclarator' || parent !== declaration) &&
    keptByUser(references, { handler, home, name: dialect.word(name), user }, draft);
  if (!isKept) {
    return undefined;
  }
  if (!dialect.isPython) {
    declareMap(declaration, ids, isUntyped, draft);
  } else if (!dropGlobal(handler, dialect.word(name), draft)) {
    return undefined;
  } else {
    draft.rewrite(declaration.range, `${home}: dict[str, str] = {}`);
  }
  return { user, edits: draft.edits() };
}

/** The declaration of a module variable or of a field that starts without an id. */
function declarationOf(id: Node, sourceCode: SourceCode): Declaration | undefined {
  if (id.type === 'MemberExpression' && id.object.type === 'ThisExpression') {
    const field = enclosingClass(id)?.body.body.find(
      member => member.type === 'PropertyDefinition' && propertyName(member) === propertyName(id),
    );
    const isOwn = field?.type === 'PropertyDefinition' && !field.static && !field.readonly && decoratorsOf(field).length === 0;
    return isOwn && isEmpty(field.value) && isText(field.typeAnnotation) ? field : undefined;
  }
  const declared = variableOf(sourceCode, id)?.defs[0]?.node as Node | undefined;
  const isOwn =
    declared?.type === 'VariableDeclarator' &&
    declared.id.type === 'Identifier' &&
    declared.parent.declarations.length === 1 &&
    declared.parent.parent.type !== 'ExportNamedDeclaration';
  return isOwn && isEmpty(declared.init) && isText(declared.id.typeAnnotation) ? declared : undefined;
}

function isEmpty(value: Node | null): boolean {
  return value === null || isNothing(value);
}

/** Whether something is declared as a text, or as nothing in particular. */
function isText(annotation: TSESTree.TSTypeAnnotation | undefined): boolean {
  const type = annotation?.typeAnnotation;
  const types = type?.type === 'TSUnionType' ? type.types : type ? [type] : [];
  return types.every(each => /^TS(?:Any|Null|String|Undefined)Keyword$/u.test(each.type));
}

function nameOf(declaration: Declaration): string | undefined {
  const name = declaration.type === 'PropertyDefinition' ? declaration.key : declaration.id;
  return name.type === 'Identifier' ? name.name : undefined;
}

function isFree(ids: string, declaration: Declaration, sourceCode: SourceCode): boolean {
  return declaration.type === 'PropertyDefinition'
    ? !declaration.parent.body.some(member => 'key' in member && propertyName(member) === ids)
    : !isNameTaken(sourceCode, ids, sourceCode.ast);
}

interface Keeping {
  readonly handler: Node;
  readonly home: string;
  readonly name: string;
  readonly user: string;
}

/** Rewrites what a handler does with the id; false where others know it, or where it is read behind a change. */
function keptByUser(references: readonly Node[], { handler, home, name, user }: Keeping, draft: Draft): boolean {
  const writes = references.filter(each => isTarget(wrappedOutermost(each)));
  const reads = references.filter(each => !writes.includes(each));
  const [first] = reads;
  const anchor = first && blockStatementOf(first);
  const [write] = writes;
  const isOrdered = reads.every(read => !write || read.range[0] < write.range[0] || contains(write.parent!, read));
  if (
    !anchor ||
    !isOrdered ||
    !references.every(each => enclosingFunction(each) === handler) ||
    !reads.every(read => contains(anchor.parent!, read) && isPlainRead(read))
  ) {
    return false;
  }
  const { sourceCode } = draft;
  fill(
    { statement: anchor, side: 'before' },
    [`${draft.dialect.binding('const', name)} = ${home}.get(${user})${usesSemicolons(sourceCode) ? ';' : ''}`],
    draft,
  );
  for (const read of reads) {
    if (sourceCode.getText(read) !== name) {
      draft.reduce(read, read.range, name);
    }
  }
  return writes.every(each => {
    const assignment = wrappedOutermost(each).parent;
    if (assignment?.type !== 'AssignmentExpression' || assignment.operator !== '=' || assignment.parent.type !== 'ExpressionStatement') {
      return false;
    }
    const { isPython } = draft.dialect;
    if (isNothing(assignment.right)) {
      draft.reduce(assignment, assignment.range, isPython ? `${home}.pop(${user}, None)` : `${home}.delete(${user})`);
    } else {
      draft.reduce(
        assignment,
        assignment.range,
        isPython ? `${home}[${user}] = ` : `${home}.set(${user}, `,
        { span: assignment.right.range },
        isPython ? '' : ')',
      );
    }
    return true;
  });
}

/** Takes the line away that says that a name is the module's; false where it says so of others, too. */
function dropGlobal(handler: Node, name: string, draft: Draft): boolean {
  const [start, end] = handler.range;
  const lines = [...draft.sourceCode.text.slice(start, end).matchAll(/^[^\S\n]*global\b([^\n]*)\n/gmu)];
  for (const { 0: line, 1: names, index } of lines) {
    if (names!.trim() === name) {
      draft.rewrite([start + index, start + index + line.length]);
    } else if (new RegExp(`\\b${name}\\b`, 'u').test(names!)) {
      return false;
    }
  }
  return true;
}

function isTarget(node: Node): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node;
}

function isPlainRead(read: Node): boolean {
  const { parent } = wrappedOutermost(read);
  return (
    parent !== undefined &&
    !/^(?:ExportSpecifier|TSTypeQuery|UpdateExpression)$/u.test(parent.type) &&
    !(parent.type === 'UnaryExpression' && parent.operator === 'delete')
  );
}

function declareMap(declaration: Declaration, ids: string, isUntyped: boolean, draft: Draft): void {
  const { sourceCode } = draft;
  const made = `${ids} = new Map${isUntyped ? '' : '<string, string>'}()`;
  const whole = declaration.type === 'PropertyDefinition' ? declaration : declaration.parent;
  const semi = sourceCode.getText(whole).endsWith(';') ? ';' : '';
  const before =
    declaration.type === 'PropertyDefinition'
      ? sourceCode.text.slice(declaration.range[0], declaration.key.range[0]) + (isUntyped ? '' : 'readonly ')
      : 'const ';
  draft.rewrite(whole.range, before + made + semi);
}
