import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Store } from '../analysis/facts.ts';
import { contains, enclosingFunction, isFunction, propertyName } from '../analysis/tree.ts';
import { Draft } from './draft.ts';
import { StatementFold } from './fold-statements.ts';
import { removeHome } from './home-declaration.ts';
import type { HomeUse, HomeUses } from './home.ts';
import { removeLeftovers } from './leftovers.ts';
import { settleAliases, settleHeld } from './locals.ts';
import { type TextEdit } from './spans.ts';
import { leavesUnused } from './unused.ts';

type Node = TSESTree.Node;

/**
 * Rewrites the function that fills the home as if the home were always empty: what is left of a get-or-create idiom is
 * one creation. Undefined when something else relies on the home being filled.
 */
export function freshSession(store: Store, uses: HomeUses, draft: Draft): TextEdit[] | undefined {
  const fn = storingFunction(store, uses);
  if (!fn || !toleratesAbsence(uses, fn, draft)) {
    return undefined;
  }
  const fold = new StatementFold(uses, draft);
  fold.run(fn);
  if (draft.refused) {
    return undefined;
  }
  settleHeld(fold, draft, localName(store));
  settleAliases(fold, draft);
  removeHome(store, uses, draft);
  removeLeftovers(draft);
  if (leavesUnused(store, fold, draft)) {
    return undefined;
  }
  return draft.edits();
}

/** The function around the store that also looks into the home: the whole idiom. */
export function storingFunction({ site }: Store, { all }: HomeUses): FunctionNode | undefined {
  const nearest = enclosingFunction(site);
  for (let fn = nearest; fn; fn = enclosingFunction(fn)) {
    if (all.some(use => isLook(use) && contains(fn!, use.node))) {
      return fn;
    }
  }
  return nearest;
}

function isLook(use: HomeUse): boolean {
  return use.kind === 'read' || use.kind === 'has';
}

/** Whether every other function that looks into the home can live with finding nothing there. */
export function toleratesAbsence(uses: HomeUses, fn: FunctionNode, draft: Draft): boolean {
  const others = new Set<Node | undefined>();
  for (const use of uses.all) {
    if (isLook(use) && !contains(fn, use.node)) {
      others.add(outermostFunction(use.node));
    }
  }
  return [...others].every(other => {
    if (!isFunction(other)) {
      return false;
    }
    if (uses.all.some(use => use.kind === 'store' && contains(other, use.node) && !contains(fn, use.node))) {
      return true;
    }
    const trial = new Draft(draft.sourceCode);
    new StatementFold(uses, trial, true).run(other);
    return !trial.refused;
  });
}

function outermostFunction(node: Node): FunctionNode | undefined {
  let outermost: FunctionNode | undefined;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    outermost = fn;
  }
  return outermost;
}

/** What to call the session (or the tools) where it had no name of its own. */
export function localName({ site, home, holds }: Store): string {
  const left = site.type === 'AssignmentExpression' ? site.left : undefined;
  const written = left?.type === 'MemberExpression' ? propertyName(left) : undefined;
  const name = (written ?? home.name.split('.').at(-1)!).replace(/^[#_]+/u, '');
  const isOne = written !== undefined || home.kind !== 'container';
  return isOne && /^[a-z$][\w$]*$/u.test(name) ? name : holds === 'tools' ? 'tools' : 'session';
}
