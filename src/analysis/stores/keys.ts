import type { TSESTree } from '@typescript-eslint/utils';
import type { Reason } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { originsOf } from '../people/origins.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { enclosingFunction, nodesBelow } from '../tree.ts';

type Node = TSESTree.Node;

/** A container whose key leaves out what the creation reads serves one caller's session to the next. */
export function keyReason({ graph }: FileContext, candidate: Candidate, cargo: Cargo): Reason {
  if (!candidate.key || cargo.creations.some(({ call }) => enclosingFunction(call) !== enclosingFunction(candidate.site))) {
    return 'outlives';
  }
  const named = parametersIn(graph, candidate.key);
  for (const { user, config } of cargo.creations) {
    const users = user ? parametersIn(graph, user) : new Set<string>();
    if (users.size > 0 && named.size === 0) {
      return 'ignores-user';
    }
    const configs = config ? parametersIn(graph, config) : new Set<string>();
    if ([...configs].some(name => !named.has(name) && !users.has(name))) {
      return 'ignores-config';
    }
  }
  return 'outlives';
}

function parametersIn(graph: Graph, node: Node): Set<string> {
  const names = new Set<string>();
  for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
    if (inner.type === 'Identifier' && graph.references.has(inner)) {
      const add = (origins: ReturnType<typeof originsOf>): void => {
        for (const origin of origins) {
          if (origin.kind === 'parameter') {
            names.add(`${origin.function.range[0]}:${origin.name}`);
          } else if (origin.kind === 'call') {
            add([...origin.inputs]);
          }
        }
      };
      add(originsOf(graph, inner));
    }
  }
  return names;
}
