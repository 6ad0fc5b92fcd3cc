import type { TSESTree } from '@typescript-eslint/utils';
import { entryPoints, sessionTypes } from '../../sdk/model.ts';
import type { Settings } from '../../sdk/settings.ts';
import type { SourceCode } from '../facts.ts';
import { FileNodes, functionTypes } from '../nodes.ts';
import { constructorAt, prototypeClasses } from '../prototypes.ts';
import { relevantStatements } from '../relevant.ts';
import { lastName, literalKey, unwrapped } from '../tree.ts';
import { typesOf } from '../types/index.ts';
import { connectState } from './builtins.ts';
import { connect, connectNames, connectPrototype } from './connect.ts';
import { Graph } from './graph.ts';
import { namesOfClients, seedImports, seedName } from './seeds.ts';
import { seedTyped, seedTypedClients } from './typed.ts';
import { connectUnknown, isResolved } from './unknown-calls.ts';

export type { FileNodes } from '../nodes.ts';
export type { Graph } from './graph.ts';

/** Rounds in which names and unknown calls may still add something. */
const rounds = 3;

/** What a file without types names wherever a session comes from: what creates one, or its type. */
const origins: ReadonlySet<string> = new Set([
  ...[...entryPoints.keys()].map(path => path.slice(path.lastIndexOf('.') + 1)),
  ...sessionTypes.keys(),
]);

/** Whether a file can have a session at all. Most that name the product have none, and are not followed any further. */
function mayHaveSessions(nodes: FileNodes, { factories }: Settings): boolean {
  return (
    factories.length > 0 ||
    nodes.of('Identifier').some(({ name }) => origins.has(name)) ||
    nodes.of('Literal', 'TemplateLiteral').some(node => origins.has(literalKey(node) ?? ''))
  );
}

/**
 * Where every session of a file may flow: lays all edges and runs them to a fixpoint. What only a lack of evidence
 * decides (names, calls that lead out of the file) comes after what is known, and what only types tell comes last.
 * Undefined when the file has no session, of which there would be anything to ask.
 */
export function flowOf(sourceCode: SourceCode, settings: Settings): { readonly graph: Graph; readonly nodes: FileNodes } | undefined {
  const types = typesOf(sourceCode);
  const nodes = new FileNodes(sourceCode, relevantStatements(sourceCode, settings, types !== undefined));
  if (!types && !mayHaveSessions(nodes, settings)) {
    return undefined;
  }
  const graph = new Graph(sourceCode, settings, types);
  seedImports(graph);
  connectNames(graph);
  for (const owner of prototypeClasses(nodes, name => constructorAt(graph.variableOf(name)?.defs[0]?.node))) {
    connectPrototype(graph, owner);
  }
  for (const node of nodes.all) {
    connect(graph, node);
    if (node.type === 'CallExpression' && lastName(unwrapped(node.callee)) === 'useState') {
      connectState(graph, node);
    }
  }
  graph.flow.run();
  if (types) {
    seedTypedClients(graph, types, nodes.calls);
  }
  const open = new Set(nodes.calls);
  const unknown: (TSESTree.CallExpression | TSESTree.NewExpression)[] = [];
  const named = namesOfClients(graph, nodes.of('CallExpression', 'Identifier', 'MemberExpression'));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of named) {
      seedName(graph, name);
    }
    graph.flow.run();
    const before = open.size;
    for (const node of open) {
      if (!isResolved(graph, node)) {
        open.delete(node);
        unknown.push(node);
        connectUnknown(graph, node);
      }
    }
    graph.flow.run();
    if (open.size === before) {
      break;
    }
  }
  if (types) {
    seedTyped(graph, types, nodes.of(...functionTypes), unknown);
    graph.flow.run();
  }
  return graph.hasSessions ? { graph, nodes } : undefined;
}
