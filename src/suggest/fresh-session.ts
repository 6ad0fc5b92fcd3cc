import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode, Store } from '../analysis/facts.ts';
import { contains, enclosingFunction, propertyName } from '../analysis/tree.ts';
import { Draft } from './draft.ts';
import { fileIndex } from './file-index.ts';
import { StatementFold } from './fold-statements.ts';
import { removeHome } from './home-declaration.ts';
import { type HomeUse, type HomeUses, isLook } from './home-uses.ts';
import { removeLeftovers } from './leftovers.ts';
import { settleAliases, settleHeld } from './locals.ts';
import { type TextEdit } from './spans.ts';
import { leavesUnused } from './unused.ts';
import { oncePer } from '../analysis/once-per.ts';

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
  foldLookers(uses, fn, draft);
  removeHome(store, uses, draft);
  removeLeftovers(draft);
  if (isStarved(uses, draft) || isNamedOtherwise(store, uses, fn, draft) || leavesUnused(store, fold, draft)) {
    return undefined;
  }
  return draft.edits();
}

/** Whether the changes leave a home that is looked into and never filled. */
function isStarved(uses: HomeUses, draft: Draft): boolean {
  const survives = ({ node }: HomeUse): boolean => draft.survives(node);
  return uses.all.some(use => isLook(use) && survives(use)) && !uses.ofKind('store').some(survives);
}

/** Whether the function goes on to do something else with a variable whose name its session now has. */
function isNamedOtherwise({ home }: Store, uses: HomeUses, fn: FunctionNode, draft: Draft): boolean {
  const references = uses.isContainer ? [] : (home.variable?.references ?? []);
  return references.some(({ identifier }) => contains(fn, identifier) && draft.survives(identifier));
}

/** The function around the store that also looks into the home: the whole idiom. */
export function storingFunction({ site }: Store, uses: HomeUses): FunctionNode | undefined {
  const nearest = enclosingFunction(site);
  for (let fn = nearest; fn; fn = enclosingFunction(fn)) {
    if (uses.isLookedIntoBy(fn)) {
      return fn;
    }
  }
  return nearest;
}

/** Whether every other function that looks into the home can live with finding nothing there. */
export function toleratesAbsence(uses: HomeUses, fn: FunctionNode, draft: Draft): boolean {
  const others = intolerantOf(uses, draft.sourceCode);
  const around = outermostFunction(fn) ?? fn;
  const [other, another] = others;
  if (others.size > 0 && (another || other !== around)) {
    return false;
  }
  const outside = uses.within(around).filter(use => !contains(fn, use.node));
  return !outside.some(isLook) || outside.some(use => use.kind === 'store') || foldsAway(around, uses, draft.sourceCode);
}

/** The functions (or the top level) that cannot live with finding nothing in a home, whoever else fills it. */
const intolerantOf = oncePer((uses: HomeUses, sourceCode: SourceCode): ReadonlySet<Node | undefined> => {
  const lookers = new Set(uses.all.filter(isLook).map(use => outermostFunction(use.node)));
  const found = [...lookers].filter(
    fn => !fn || !(uses.within(fn).some(use => use.kind === 'store') || foldsAway(fn, uses, sourceCode)),
  );
  return new Set(found);
});

/** Folds the functions that only look: what `close()` does with a session that there never is. */
function foldLookers(uses: HomeUses, fn: FunctionNode, draft: Draft): void {
  const isFilled = uses.ofKind('store').some(({ node }) => draft.survives(node));
  const lookers = isFilled
    ? []
    : uses.all.filter(use => isLook(use) && draft.survives(use.node)).map(({ node }) => outermostFunction(node));
  for (const looker of new Set(lookers)) {
    if (looker && !contains(looker, fn)) {
      const fold = new StatementFold(uses, draft, true);
      fold.run(looker);
      settleAliases(fold, draft);
      if (
        fileIndex(draft.sourceCode)
          .returns.get(looker)
          ?.some(({ argument }) => argument && /^(?:null|undefined)$/u.test(draft.textOf(argument.range)))
      ) {
        // a cache of its own, whose `get` would never give anything again
        draft.refuse();
      }
    }
  }
}

/** Whether a function can be folded as one that never finds anything. */
function foldsAway(fn: FunctionNode, uses: HomeUses, sourceCode: SourceCode): boolean {
  const trial = new Draft(sourceCode);
  new StatementFold(uses, trial, true).run(fn);
  return !trial.refused;
}

function outermostFunction(node: Node): FunctionNode | undefined {
  let outermost: FunctionNode | undefined;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    outermost = fn;
  }
  return outermost;
}

/**
 * What to call the session (or the tools) where it had no name of its own: the name of its home, or of one of the things in
 * a container, `agent` for `agents[user] = new Agent({ tools })`, `entry` for `cache[user] = { session, createdAt }`.
 */
export function localName({ site, home, holds, value }: Store): string {
  const left = site.type === 'AssignmentExpression' ? site.left : undefined;
  const written = left?.type === 'MemberExpression' ? propertyName(left) : undefined;
  const name = (written ?? home.name.split('.').at(-1)!).replace(/^[#_]+/u, '');
  const isOne = written !== undefined || home.kind !== 'container';
  if (isOne && /^[a-z$][\w$]*$/u.test(name)) {
    return name;
  }
  if (value?.type === 'ObjectExpression') {
    return 'entry';
  }
  const isBuilt = holds === 'tools' && value?.type === 'NewExpression';
  return (isBuilt ? /^([a-z]\w{2,}?)s?(?:By\w+|Cache|Map)?$/u.exec(name)?.[1] : undefined) ?? (holds === 'tools' ? 'tools' : 'session');
}
