import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode } from '../analysis/facts.ts';
import { addTo } from '../analysis/grouped.ts';
import { enclosingFunction, lastName, propertyName } from '../analysis/tree.ts';
import { nodesOf } from './file-nodes.ts';
import { isPropertyName } from './names.ts';
import { firstFrom, type Span } from './spans.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** Nodes by something that is written in them, each list in source order. */
type ByText<N extends Node> = ReadonlyMap<string, readonly N[]>;

/**
 * What the builders of suggestions look up in a file, collected in one walk: a file with a thousand reports is not gone
 * through a thousand times.
 */
interface FileIndex {
  /** Identifiers that stand for a variable. */
  readonly names: ByText<TSESTree.Identifier>;
  /** Calls, by the last name of their callee. */
  readonly calls: ByText<TSESTree.CallExpression>;
  /** Members, by the name of the property. */
  readonly members: ByText<TSESTree.MemberExpression>;
  /** What declares a member of a class, or uses one on `this`. */
  readonly classMembers: ByText<Node>;
  readonly returns: ReadonlyMap<FunctionNode, readonly TSESTree.ReturnStatement[]>;
}

/** The index of a file, made when it is first asked for. */
export const fileIndex = oncePer(collect);

function collect(sourceCode: SourceCode): FileIndex {
  const names = new Map<string, TSESTree.Identifier[]>();
  const calls = new Map<string, TSESTree.CallExpression[]>();
  const members = new Map<string, TSESTree.MemberExpression[]>();
  const classMembers = new Map<string, Node[]>();
  const returns = new Map<FunctionNode, TSESTree.ReturnStatement[]>();
  for (const node of nodesOf(sourceCode).all) {
    switch (node.type) {
      case 'Identifier':
        if (!isPropertyName(node)) {
          add(names, node.name, node);
        }
        break;
      case 'CallExpression':
        add(calls, lastName(node.callee), node);
        break;
      case 'MemberExpression': {
        const name = propertyName(node);
        add(members, name, node);
        if (node.object.type === 'ThisExpression') {
          add(classMembers, name, node);
        }
        break;
      }
      case 'PropertyDefinition':
      case 'MethodDefinition':
        add(classMembers, propertyName(node), node);
        break;
      case 'TSParameterProperty':
        if (node.parameter.type === 'Identifier') {
          add(classMembers, node.parameter.name, node);
        }
        break;
      case 'ReturnStatement':
        add(returns, enclosingFunction(node), node);
        break;
      default:
    }
  }
  for (const lists of [names, calls, members, classMembers]) {
    for (const list of lists.values()) {
      list.sort((a, b) => a.range[0] - b.range[0]);
    }
  }
  return { names, calls, members, classMembers, returns };
}

/** The members of a file that have a name, in source order; none where the name is not known. */
export function membersNamed(sourceCode: SourceCode, name: string | undefined): readonly TSESTree.MemberExpression[] {
  return (name !== undefined && fileIndex(sourceCode).members.get(name)) || [];
}

function add<K, N extends Node>(map: Map<K, N[]>, key: K | undefined, node: N): void {
  if (key !== undefined) {
    addTo(map, key, node);
  }
}

/** The first of some nodes in source order that starts inside a range, and with it lies in it. */
export function firstWithin<N extends Node>(nodes: readonly N[] | undefined, [start, end]: Span): N | undefined {
  if (!nodes) {
    return undefined;
  }
  const found = nodes[firstAtOrAfter(nodes, start)];
  return found && found.range[0] < end ? found : undefined;
}

/** The index of the first of some nodes in source order that starts at or behind a position. */
export function firstAtOrAfter(nodes: readonly { readonly range: Span }[], position: number): number {
  return firstFrom(nodes, position, ({ range }) => range);
}
