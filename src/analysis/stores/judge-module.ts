import type { TSESTree } from '@typescript-eslint/utils';
import type { Home, Reason } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { ownerOf, readsParameter, type Viewpoint } from '../people/owner.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { isConnectionScoped, isInFlight, isKeyedByRequest } from './exemptions.ts';
import type { Root } from './homes.ts';
import { found, isGuarded, type Judged, testedOf } from './judged.ts';
import { keyReason } from './keys.ts';
import { isLazy } from './lazy.ts';
import { isScriptVariable, isSharedVariable } from './scripts.ts';
import { isReadBackHere } from './read-back.ts';
import { enclosingFunction, propertyName } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

export function judgeGlobal(context: FileContext, candidate: Candidate, isContainer: boolean): Judged | undefined {
  const { units, exported, handlers } = context;
  const isScript =
    units.at(candidate.site) === script &&
    exported.values.length === 0 &&
    (handlers.isCommandLine || handlers.kinds.size === 0) &&
    !hasSharedReader(context, candidate);
  if (isScript && candidate.how !== 'register') {
    return undefined;
  }
  const tested = testedOf(context, candidate);
  return found(
    context,
    candidate,
    { kind: 'global' },
    isContainer ? 'container' : 'global',
    'outlives',
    !!tested && isLazy(context.graph, candidate.site, tested),
  );
}

/** Whether a function that is not the script's names the same global. */
function hasSharedReader({ units, nodes, graph }: FileContext, candidate: Candidate): boolean {
  const name = candidate.target.type === 'MemberExpression' ? propertyName(candidate.target) : undefined;
  return nodes
    .of('MemberExpression')
    .some(
      node =>
        propertyName(node) === name &&
        node !== candidate.target &&
        units.at(node) !== script &&
        [...graph.place(node.object).plainValues()].some(value => value.kind === 'global'),
    );
}

export function judgeModule(
  context: FileContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'module' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, homes, handlers, units } = context;
  const { variable } = root;
  if (kind === 'container') {
    if (
      isInFlight(graph, candidate) ||
      isConnectionScoped(graph, candidate, handlers) ||
      isKeyedByRequest(graph, candidate, name => homes.isRequestName(name))
    ) {
      return undefined;
    }
    const isScript = variable && !root.isImported ? isScriptVariable(context, variable) : units.at(candidate.site) === script;
    if (isScript || isReadBackHere(graph, candidate)) {
      return undefined;
    }
    if (candidate.site.type === 'VariableDeclarator' && variable && !isSharedVariable(context, variable)) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  if (variable && !root.isImported && (isScriptVariable(context, variable) || !isSharedVariable(context, variable))) {
    return undefined;
  }
  if ((!variable || root.isImported) && units.at(candidate.site) === script) {
    return undefined;
  }
  const tested = testedOf(context, candidate);
  const lazy = !!tested && isLazy(graph, candidate.site, tested);
  const view = viewOfFunction(graph, candidate.site);
  const owner = ownerOf(view, cargo.creations);
  if (owner === 'constant' && isInFlight(graph, candidate)) {
    return undefined;
  }
  const reason: Reason = !lazy
    ? 'outlives'
    : owner === 'parameter'
      ? 'ignores-user'
      : readsParameter(view, cargo.creations)
        ? 'ignores-config'
        : 'outlives';
  return found(context, candidate, root, kind, reason, lazy);
}

/** From a module's variable nothing is identity: every parameter is the caller's. */
function viewOfFunction(graph: Graph, site: Node): Viewpoint {
  return { graph, storing: enclosingFunction(site), isIdentity: () => false };
}
