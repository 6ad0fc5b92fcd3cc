import type { TSESTree } from '@typescript-eslint/utils';
import { toolkitOfSlug } from '../../sdk/toolkits.ts';
import { definitionsOf } from '../definitions.ts';
import type { Creation } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { unwrapped } from '../tree.ts';
import { askedOf } from './asked.ts';
import { heldSessions } from './held.ts';
import { isForeign, type ToolkitSet } from './sets.ts';
import { ToolkitStates } from './states.ts';

export type { ToolkitSet } from './sets.ts';

type Node = TSESTree.Node;

/** A literal that asks a session for a toolkit, or for a tool of one, that it does not have. */
export interface ForeignToolkit {
  /** The literal, or the constant that stands for it. */
  readonly node: Node;
  readonly call: TSESTree.CallExpression;
  /** The receiver of the call. */
  readonly session: Node;
  /** What is asked for, as written. */
  readonly asked: string;
  /** The toolkit that would have to be there. */
  readonly toolkit: string;
  readonly isTool: boolean;
  /** Every set of toolkits that the session may have here: none of them has what is asked for. */
  readonly sets: readonly ToolkitSet[];
  /** The creations whose sessions it may be, in source order. */
  readonly creations: readonly Creation[];
  /** Whether the session, by the name that it has here, is read somewhere else as well. */
  readonly hasOtherUses: boolean;
}

/** Every literal that asks a session for a toolkit which it has on no path, in source order. */
export function foreignToolkitsOf({ graph, nodes, units }: FileContext): ForeignToolkit[] {
  const toolkits = new ToolkitStates(graph, nodes, units);
  const found: ForeignToolkit[] = [];
  for (const call of nodes.calls) {
    const callee = call.type === 'CallExpression' ? unwrapped(call.callee) : undefined;
    if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') {
      continue;
    }
    const asked = askedOf(graph, call, callee);
    const sessions = asked.length > 0 ? heldSessions(graph, nodes, units, callee.object) : undefined;
    if (!sessions || sessions.size === 0) {
      continue;
    }
    const sets = [...new Set([...sessions].flatMap(session => [...toolkits.at(session, call)]))];
    const creations = [...sessions].flatMap(session => session.creation ?? []).sort((a, b) => a.call.range[0] - b.call.range[0]);
    for (const { node, value, isTool } of asked) {
      if (sets.length > 0 && sets.every(set => isForeign(set, value, isTool)) && found.at(-1)?.node !== node) {
        const toolkit = isTool ? toolkitOfSlug(value) : value;
        found.push({
          node,
          call,
          session: callee.object,
          asked: value,
          toolkit,
          isTool,
          sets,
          creations,
          hasOtherUses: isReadElsewhere(graph, callee.object),
        });
      }
    }
  }
  return found;
}

/** Whether every value that a variable may have here is read somewhere else, too. */
function isReadElsewhere(graph: Graph, node: Node): boolean {
  const variable = graph.variableOf(node);
  const definitions = variable && definitionsOf(variable, graph);
  const isElsewhere = (sees: (read: Node) => boolean): boolean =>
    !!variable?.references.some(reference => reference.isRead() && reference.identifier !== node && sees(reference.identifier as Node));
  const written = [...(definitions?.get(node) ?? [])];
  return isElsewhere(() => true) && written.every(write => isElsewhere(read => definitions?.get(read)?.has(write) ?? true));
}
