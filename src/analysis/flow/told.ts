import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation } from '../facts.ts';
import type { Told } from '../types/index.ts';
import type { Place } from './flow.ts';
import type { Graph } from './graph.ts';

/** Puts at `place` what the type of `node` says; every session in it is from `creation`. Answers whether it says anything. */
export function seedTold(
  graph: Graph,
  place: Place,
  told: readonly Told[],
  node: TSESTree.Node,
  creation?: Creation,
  label = 'told',
): boolean {
  for (const [index, each] of told.entries()) {
    const below = `${label} ${index}`;
    switch (each.kind) {
      case 'session':
        graph.flow.add(place, graph.session(node, creation));
        break;
      case 'client':
        graph.flow.add(place, graph.client('type'));
        break;
      case 'container': {
        const object = graph.object(node, { label: below, assumed: true, told: true, made: each.made });
        seedTold(graph, object.promised, each.inside, node, creation, below);
        graph.flow.add(place, object);
        break;
      }
      case 'object': {
        const object = graph.object(node, { label: below, assumed: true, told: true });
        for (const [name, inside] of each.properties) {
          seedTold(graph, graph.property(object, name), inside, node, creation, `${below}.${name}`);
        }
        graph.flow.add(place, object);
        break;
      }
    }
  }
  return told.length > 0;
}

