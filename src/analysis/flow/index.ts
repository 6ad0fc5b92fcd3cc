import type { TSESTree } from '@typescript-eslint/utils';
import type { Settings } from '../../sdk/settings.ts';
import type { SourceCode } from '../facts.ts';
import { lastName, nodesBelow, unwrapped } from '../tree.ts';
import { typesOf } from '../types/index.ts';
import { connectState } from './builtins.ts';
import { connectUnknown, isResolved } from './calls.ts';
import { connect, connectNames } from './connect.ts';
import { Graph } from './graph.ts';
import { seedImports, seedName } from './seeds.ts';
import { seedTyped, seedTypedClients } from './typed.ts';

export type { Graph } from './graph.ts';

/** What the rest of the analysis goes through again, collected on the way. */
export interface FileNodes {
  readonly calls: (TSESTree.CallExpression | TSESTree.NewExpression)[];
  readonly all: TSESTree.Node[];
}

/** Rounds in which names and unknown calls may still add something. */
const rounds = 3;

/**
 * Where every session of a file may flow: lays all edges and runs them to a fixpoint. What only a lack of evidence
 * decides (names, calls that lead out of the file) comes after what is known, and what only types tell comes last.
 */
export function flowOf(sourceCode: SourceCode, settings: Settings): { graph: Graph; nodes: FileNodes } {
  const types = typesOf(sourceCode);
  const graph = new Graph(sourceCode, settings, types);
  const nodes: FileNodes = { calls: [], all: [] };
  const named: TSESTree.Node[] = [];
  seedImports(graph);
  connectNames(graph);
  for (const node of nodesBelow(sourceCode.ast, sourceCode.visitorKeys)) {
    nodes.all.push(node);
    connect(graph, node);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      nodes.calls.push(node);
      if (node.type === 'CallExpression' && lastName(unwrapped(node.callee)) === 'useState') {
        connectState(graph, node);
      }
    }
    if (node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'CallExpression') {
      named.push(node);
    }
  }
  graph.flow.run();
  if (types) {
    seedTypedClients(graph, types, nodes.calls);
  }
  const open = new Set(nodes.calls);
  const unknown: FileNodes['calls'] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const node of named) {
      if (node.type !== 'Identifier' || graph.references.has(node) || isFreeName(node)) {
        seedName(graph, node);
      }
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
    seedTyped(graph, types, nodes.all, unknown);
    graph.flow.run();
  }
  return { graph, nodes };
}

/** Whether an unresolved identifier stands for a value (and is no property name or label). */
function isFreeName(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return parent.value === node;
    case 'PropertyDefinition':
      return parent.value === node;
    case 'MethodDefinition':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false;
    default:
      return true;
  }
}
