import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { Place } from '../flow/flow.ts';
import { capturedSessions, cargoOf } from '../stores/cargo.ts';
import { contains, enclosingFunction, isPropertyNamed, propertyName, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/** A read of a variable that has a session, or what came from one, do something. */
export interface SessionUse {
  /** The identifier, or the property path of it that holds the session. */
  readonly node: Node;
  readonly creations: readonly Creation[];
  readonly holds: 'session' | 'tools';
}

/** Members whose reading serves nobody. */
const idle = new Set(['sessionId', 'delete']);

/** What a read of a variable uses; undefined where it holds no session, or is only asked for or looked after. */
export function sessionUse(graph: Graph, identifier: Node): SessionUse | undefined {
  let node = identifier;
  for (;;) {
    const found = carried(graph, graph.place(node), identifier);
    if (found) {
      return isIdle(node) ? undefined : { node, ...found };
    }
    const parent = wrappedParent(node);
    if (parent?.type !== 'MemberExpression' || unwrapped(parent.object) !== node || propertyName(parent) === undefined) {
      return undefined;
    }
    node = parent;
  }
}

/** A session, what it handed out, or what was built from that; what lies in a collection is somebody's own. */
function carried(graph: Graph, place: Place, reader: Node): Omit<SessionUse, 'node'> | undefined {
  const creations = new Set<Creation>();
  let holds: SessionUse['holds'] = 'tools';
  for (const value of place.plainValues()) {
    if (value.kind === 'session') {
      holds = 'session';
      if (value.creation) {
        creations.add(value.creation);
      }
    } else if (value.kind === 'tools') {
      if (value.session.creation) {
        creations.add(value.session.creation);
      }
    } else if (value.kind === 'object' && value.assumed) {
      const built = value.properties.get('...');
      for (const creation of (built && cargoOf(graph, built)?.creations) ?? []) {
        creations.add(creation);
      }
    } else if (value.kind === 'function' && isMadeElsewhere(value.node, reader)) {
      for (const session of capturedSessions(value.node, graph)) {
        if (session.creation) {
          creations.add(session.creation);
        }
      }
    }
  }
  return creations.size > 0 ? { creations: [...creations], holds } : undefined;
}

/** Whether a function comes out of another one: what it closes over is not around the reader. */
function isMadeElsewhere(node: FunctionNode, reader: Node): boolean {
  const around = enclosingFunction(node);
  return around !== undefined && !contains(around, reader);
}

/** Whether a read only asks whether there is a session, or takes its id, or deletes it. */
function isIdle(node: Node): boolean {
  const parent = wrappedParent(node);
  switch (parent?.type) {
    case 'MemberExpression':
      return unwrapped(parent.object) === node && isPropertyNamed(parent, idle);
    case 'TSTypeQuery':
    case 'UnaryExpression':
      return true;
    case 'IfStatement':
    case 'ConditionalExpression':
      return unwrapped(parent.test) === node;
    case 'LogicalExpression':
      return parent.operator === '&&' && unwrapped(parent.left) === node;
    case 'BinaryExpression':
      return true;
    case 'VariableDeclarator':
      return (
        parent.id.type === 'ObjectPattern' &&
        parent.id.properties.every(property => property.type === 'Property' && isPropertyNamed(property, idle))
      );
    default:
      return false;
  }
}
