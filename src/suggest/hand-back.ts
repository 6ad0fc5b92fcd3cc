import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode, Store } from '../analysis/facts.ts';
import { contains, decoratorsOf, functionName, isFunction } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex } from './file-index.ts';
import type { Held } from './fold-state.ts';
import { StatementFold } from './fold-statements.ts';
import { storingFunction, toleratesAbsence } from './fresh-session.ts';
import { removeHome } from './home-declaration.ts';
import type { HomeUses } from './home-uses.ts';
import { removeLeftovers } from './leftovers.ts';
import { settleAliases } from './locals.ts';
import { indentAt } from './positions.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

/** Returns what a function only stored, where it returns nothing else and its result is not thrown away in this file. */
export function handBack(store: Store, uses: HomeUses, draft: Draft): TextEdit[] | undefined {
  const fn = storingFunction(store, uses);
  if (
    !fn ||
    (draft.dialect.isPython && store.home.kind === 'global') ||
    !canReturn(fn, draft.sourceCode) ||
    !toleratesAbsence(uses, fn, draft)
  ) {
    return undefined;
  }
  const fold = new StatementFold(uses, draft);
  fold.run(fn);
  const held = fold.held.at(-1);
  if (!held?.statement || fold.held.length > 1 || held.reads.length > 0 || isFunction(held.value) || !isLast(held, fn, fold, draft)) {
    return undefined;
  }
  const [from, to] = [held.value, held.use.node].map(({ range }) => indentAt(draft.sourceCode, range[0])) as [string, string];
  draft.reduce(held.use.node, held.use.node.range, 'return ', { span: held.value.range, from, to });
  settleAliases(fold, draft);
  removeHome(store, uses, draft);
  removeLeftovers(draft);
  return draft.edits();
}

/** Whether a function may return something where it returned nothing. */
function canReturn(fn: FunctionNode, sourceCode: SourceCode): boolean {
  const member = fn.parent;
  const isSpecial = member.type === 'MethodDefinition' && (member.kind !== 'method' || decoratorsOf(member).length > 0);
  const name = functionName(fn);
  if (isSpecial || fn.generator || fn.returnType || fn.body.type !== 'BlockStatement' || name === undefined) {
    return false;
  }
  const { returns, calls } = fileIndex(sourceCode);
  return (
    !returns.get(fn)?.some(({ argument }) => argument) &&
    !calls.get(name.replace(/^#/u, ''))?.some(call => !contains(fn, call))
  );
}

function functionAround(node: Node): Node | undefined {
  let at = node.parent;
  while (at && !isFunction(at)) {
    at = at.parent;
  }
  return at;
}

/** Whether the store is the last thing that its function does. */
function isLast(held: Held, fn: FunctionNode, fold: StatementFold, draft: Draft): boolean {
  return (
    held.block.node === fn.body &&
    [...fold.blocks.keys()].every(
      statement =>
        statement.range[0] <= held.statement!.range[0] ||
        functionAround(statement) !== fn ||
        !draft.survives(statement),
    )
  );
}
