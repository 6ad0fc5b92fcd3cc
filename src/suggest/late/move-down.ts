import type { TSESTree } from '@typescript-eslint/utils';
import type { LateUse } from '../../analysis/index.ts';
import { contains, nodesBelow } from '../../analysis/tree.ts';
import { type Draft, statementOf, type TextEdit } from '../draft.ts';
import { firstAtOrAfter } from '../file-index.ts';
import { fill } from '../insert.ts';
import { endOfLine } from '../lists.ts';
import { variableOf } from '../names.ts';
import { isStatementList } from '../positions.ts';
import { holderOf } from '../spans.ts';
import { type Declared, declaredBy, isStaleBehind, isUpdatedBehind, namesAny, relationOf } from './handed-out.ts';

type Node = TSESTree.Node;

/**
 * Moves a declaration down to where what it declares is first used, behind the change that came between, with what was
 * taken from it meanwhile:
 *
 * ```
 * const session = await composio.create(userId, config);     config.toolkits.push('slack');
 * config.toolkits.push('slack');                          →  const session = await composio.create(userId, config);
 * return session.tools();                                    return session.tools();
 * ```
 */
export function moveDown(made: Node, { node, by, causes }: Pick<LateUse, 'by' | 'causes' | 'node'>, draft: Draft): TextEdit[] | undefined {
  const first = declaredBy(statementOf(made), draft);
  const list = first && isStatementList(first.statement.parent) ? statementsOf(first.statement.parent) : [];
  const [user, changer] = [node, by.node].map(each => holderOf(each.range, list, ({ range }) => range));
  if (!first || !user || !changer || changer.range[0] <= first.statement.range[0] || changer.range[0] >= user.range[0]) {
    return undefined;
  }
  const between = list.slice(firstAtOrAfter(list, first.statement.range[0]) + 1, firstAtOrAfter(list, user.range[0]));
  const moved = movedWith(first, between, changer, draft);
  if (!moved) {
    return undefined;
  }
  const variables = new Set(moved.map(({ variable }) => variable));
  const target =
    between.find(each => each.range[0] > changer.range[0] && !isMoved(each, moved) && namesAny(each, variables, draft)) ?? user;
  const isStaleAgain = causes.some(({ node: cause }) => cause.range[0] >= target.range[0] && cause.range[0] < user.range[1]);
  const isOutdated = moved.length > 1 && isUpdatedBehind(first.variable, target.range[0]);
  if (
    isStaleAgain ||
    isOutdated ||
    isStaleBehind({ by, causes }, target.range[0]) ||
    isReadBefore(moved, target) ||
    isFedAnew(moved, between, draft)
  ) {
    return undefined;
  }
  const { text } = draft.sourceCode;
  const spans = moved.map(({ statement }) => [statement.range[0], endOfLine(draft.sourceCode, statement.range[1])] as const);
  fill({ statement: target, side: 'before' }, spans.map(span => text.slice(...span)), draft);
  for (const span of spans) {
    draft.remove(span, span);
  }
  return draft.edits();
}

/** The declarations that have to move along; undefined when something works with what moves before the change. */
function movedWith(first: Declared, between: readonly Node[], changer: Node, draft: Draft): Declared[] | undefined {
  const moved = [first];
  const variables = new Set([first.variable]);
  for (const statement of between.slice(0, between.indexOf(changer) + 1)) {
    if (namesAny(statement, variables, draft)) {
      const declared = declaredBy(statement, draft);
      if (!declared || statement === changer || relationOf(declared.init) === 'data') {
        return undefined;
      }
      moved.push(declared);
      variables.add(declared.variable);
    }
  }
  return moved;
}

function isMoved(statement: Node, moved: readonly Declared[]): boolean {
  return moved.some(each => contains(each.statement, statement));
}

function isReadBefore(moved: readonly Declared[], target: Node): boolean {
  return moved.some(({ variable }) =>
    variable.references.some(({ identifier }) => (identifier as Node).range[0] < target.range[0] && !isMoved(identifier as Node, moved)),
  );
}

/** Whether what moves reads a variable that gets another session on the way: the first one would be left without use. */
function isFedAnew([first]: readonly Declared[], between: readonly Node[], { sourceCode }: Draft): boolean {
  return (
    relationOf(first!.init) === 'tools' &&
    [...nodesBelow(first!.init, sourceCode.visitorKeys)].some(node =>
      variableOf(sourceCode, node)?.references.some(
        reference => reference.isWrite() && between.some(each => contains(each, reference.identifier as Node)),
      ),
    )
  );
}

/** The statements of a list. */
export function statementsOf(list: Node): readonly Node[] {
  switch (list.type) {
    case 'BlockStatement':
    case 'Program':
    case 'StaticBlock':
      return list.body;
    case 'SwitchCase':
      return list.consequent;
    default:
      return [];
  }
}
