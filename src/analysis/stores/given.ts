import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Place } from '../flow/flow.ts';
import { contentsOf } from '../parts.ts';
import type { Candidate } from './candidates.ts';
import { cargoOf } from './cargo.ts';
import { isFunction, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;
type Caller = TSESTree.CallExpression | TSESTree.NewExpression;

/** So many calls of a helper are looked at one by one. */
const mostCallers = 40;

/**
 * Whether some call of a helper gives it both: the container that outlives, and a session to put there. A helper that fills
 * a list of its caller's with sessions, and a module's with names, does nothing wrong.
 */
export function isGivenTogether(context: FileContext, candidate: Candidate): boolean {
  const { graph } = context;
  const given = parameterOf(context, candidate.target);
  const callers = given ? [...graph.callersOf(given.helper)] : [];
  if (!given || callers.length < 2 || callers.length > mostCallers) {
    return true;
  }
  return callers.some(
    caller =>
      !isPlainCall(caller) || (isOutliving(context, caller.arguments[given.index]) && carries(context, candidate, given.helper, caller)),
  );
}

function isPlainCall(caller: Node): caller is Caller {
  return (
    (caller.type === 'CallExpression' || caller.type === 'NewExpression') &&
    caller.arguments.every(argument => argument.type !== 'SpreadElement')
  );
}

/** The helper whose parameter something is stored in. */
function parameterOf({ graph }: FileContext, target: Node): { helper: FunctionNode; index: number } | undefined {
  const definition = graph.variableOf(unwrapped(target))?.defs[0];
  const helper = definition?.type === 'Parameter' ? (definition.node as Node) : undefined;
  const index = helper && isFunction(helper) ? helper.params.indexOf(definition!.name as TSESTree.Parameter) : -1;
  return index < 0 ? undefined : { helper: helper as FunctionNode, index };
}

function isOutliving({ homes, units }: FileContext, container: Node | undefined): boolean {
  const root = container && homes.of(container).root;
  if (root?.kind === 'closure') {
    return units.of(root.declaredIn) !== units.at(container!);
  }
  return root !== undefined && !['local', 'request', 'unknown'].includes(root.kind);
}

/** Whether what is stored holds a session, seen from one call. */
function carries({ graph }: FileContext, { value, valueNode }: Candidate, helper: FunctionNode, caller: Caller): boolean {
  const given = helper.params.map((_, index) => caller.arguments[index] && graph.place(caller.arguments[index]));
  const seen = partsOf(valueNode).map(part => graph.seenFromCall(part ? graph.place(part) : value, helper, given));
  graph.flow.run();
  return seen.some((place: Place) => cargoOf(graph, place) !== undefined);
}

/** What an object literal is put together from; otherwise the value as a whole. */
function partsOf(valueNode: Node | undefined): (Node | undefined)[] {
  const literal = valueNode && unwrapped(valueNode);
  return literal?.type === 'ObjectExpression' ? contentsOf(literal) : [undefined];
}
