import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, Home, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { ownerOf, readsParameter, type Viewpoint } from '../people/owner.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { isConnectionScoped, isInFlight } from './exemptions.ts';
import type { Root } from './homes.ts';
import { found, isGuarded, type Judged } from './judged.ts';
import { keyReason } from './keys.ts';
import { isLazy } from './lazy.ts';
import { isReadBackHere } from './read-back.ts';
import { contains, enclosingFunction } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

export function judgeClosure(
  context: FileContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'closure' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, units, handlers } = context;
  const { declaredIn, variable } = root;
  const home = units.of(declaredIn);
  const isSameUnit = sitesWithin(graph, candidate.site, declaredIn).every(site => units.at(site) === home);
  if (isSameUnit || isWithinHandler(context, declaredIn)) {
    return undefined;
  }
  const storing = enclosingFunction(candidate.site);
  if (home !== script && cargo.creations.length > 0 && cargo.creations.every(creation => isGiven(graph, creation, declaredIn))) {
    return undefined;
  }
  const view: Viewpoint = {
    graph,
    storing,
    isIdentity: origin =>
      (origin.kind === 'parameter' && contains(origin.function, declaredIn)) ||
      (origin.kind === 'call' && enclosingFunction(origin.node) === declaredIn && isFixed(origin.node, declaredIn)),
  };
  const owner = ownerOf(view, cargo.creations);
  if (kind === 'container') {
    if (
      owner === 'identity' ||
      isInFlight(graph, candidate) ||
      isConnectionScoped(graph, candidate, handlers) ||
      isReadBackHere(graph, candidate)
    ) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  const lazy = [variable, ...twinsOf(graph, storing, variable)].some(each =>
    isLazy(graph, candidate.site, { kind: 'variable', variable: each }),
  );
  if (!lazy || cargo.creations.length === 0 || (owner === 'constant' && isInFlight(graph, candidate))) {
    return undefined;
  }
  if (owner === 'identity') {
    return readsParameter(view, cargo.creations) ? found(context, candidate, root, kind, 'ignores-config', lazy) : undefined;
  }
  return found(context, candidate, root, kind, owner === 'constant' ? 'constant-user' : 'ignores-user', lazy);
}

/** Where the code of a function stores: the site itself, or where it calls the helper outside of it that does. */
function sitesWithin(graph: Graph, site: Node, declaredIn: FunctionNode): Node[] {
  const helper = contains(declaredIn, site) ? undefined : enclosingFunction(site);
  const callers = helper ? [...graph.callersOf(helper)].filter(caller => contains(declaredIn, caller)) : [];
  return callers.length > 0 ? callers : [site];
}

/** Whether what a call gives is kept by a constant of the function around the closure: asked once, the same from then on. */
function isFixed(call: Node, declaredIn: FunctionNode): boolean {
  for (let at = call.parent; at && at !== declaredIn; at = at.parent) {
    if (at.type === 'VariableDeclaration') {
      return at.kind === 'const';
    }
  }
  return false;
}

/** Variables beside this one that the storing function sets too: asking for one of them (`isOpen`) asks for all. */
function twinsOf(graph: Graph, storing: FunctionNode | undefined, variable: Variable): Variable[] {
  return variable.scope.variables.filter(
    each =>
      each !== variable &&
      each.references.some(
        reference =>
          reference.isWrite() && !reference.init && enclosingFunction(reference.identifier as Node) === storing && !isEmptied(reference),
      ),
  );
}

function isEmptied({ writeExpr }: Variable['references'][number]): boolean {
  return writeExpr?.type === 'Literal' && !writeExpr.value;
}

/** Whether a creation is the business of whoever called the function around the closure: `once(() => create(u))`. */
function isGiven(graph: Graph, { call }: Creation, declaredIn: FunctionNode): boolean {
  if (contains(declaredIn, call)) {
    return false;
  }
  const maker = enclosingFunction(call);
  const isOfCallback = !maker || !isFunctionNamed(maker);
  return isOfCallback || ![...graph.callersOf(maker)].some(caller => contains(declaredIn, caller));
}

function isFunctionNamed(node: FunctionNode): boolean {
  return node.parent.type !== 'CallExpression' && node.parent.type !== 'NewExpression';
}

/** Whether a function is a handler, or stands in one: its variables belong to one request or connection. */
function isWithinHandler({ handlers }: FileContext, node: FunctionNode): boolean {
  for (let at: FunctionNode | undefined = node; at; at = enclosingFunction(at)) {
    if (handlers.kinds.get(at) === 'caller') {
      return true;
    }
  }
  return false;
}
