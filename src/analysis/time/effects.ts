import type { TSESTree } from '@typescript-eslint/utils';
import { authConfigChanges, connectionChanges, deletions } from '../../sdk/model.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import { targetsOf } from '../parts.ts';
import { isNamed, lastName, propertyName, unwrapped } from '../tree.ts';
import { everyMember, isPrefix, originalPath, pathOf, type Path } from './paths.ts';
import { isSure } from './sureness.ts';

type Node = TSESTree.Node;

/**
 * What one node does to sessions or to what they were made from.
 *
 * | kind        | example                                                       |
 * | ----------- | ------------------------------------------------------------- |
 * | write       | `toolkits = x`, `config.toolkits = x`, `delete config.toolkits` |
 * | mutate      | `toolkits.push(x)`, `enabled.add(x)`                          |
 * | connection  | `composio.connectedAccounts.delete(id)`                       |
 * | auth-config | `composio.authConfigs.update(id, …)`                          |
 * | update      | `session.update(…)`                                           |
 * | delete      | `session.delete()`, `composio.sessions.delete(session.sessionId)` |
 * | use         | what a called function of the file does with a session        |
 */
export type Effect =
  | { readonly kind: 'auth-config' | 'connection'; readonly node: Node; readonly name: string; readonly user: Node | undefined }
  | { readonly kind: 'delete' | 'update' | 'use'; readonly node: Node; readonly session: Node; readonly isUpkeep?: boolean }
  | { readonly kind: 'mutate'; readonly node: Node; readonly paths: readonly Path[] }
  | {
      readonly kind: 'write';
      readonly node: Node;
      readonly paths: readonly Path[];
      /** The expression that is written, where it is written whole. */
      readonly value: Node | undefined;
      /** Whether no call of the function around it leaves there what was there before. */
      readonly isSure: boolean;
    };

const mutating = new Set([
  'push', 'unshift', 'splice', 'pop', 'shift', 'fill', 'copyWithin', 'reverse', 'sort', 'add', 'delete', 'clear', 'set',
]);

/** The nodes of a file that `directEffects` may have something to say of. */
export function effectiveNodes(nodes: FileNodes): Node[] {
  const hasTargets = nodes.of('ForInStatement', 'ForOfStatement').some(({ left }) => left.type !== 'VariableDeclaration');
  return nodes.of(
    'AssignmentExpression',
    'CallExpression',
    'UnaryExpression',
    'UpdateExpression',
    ...(hasTargets ? (['Identifier', 'MemberExpression'] as const) : []),
  );
}

/** What `node` itself does, calls of functions of the file left out. */
export function directEffects(graph: Graph, node: Node): Effect[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return targetsOf(node.left).flatMap(target => written(graph, node, target));
    case 'UpdateExpression':
      return written(graph, node, node.argument);
    case 'UnaryExpression':
      return node.operator === 'delete' ? written(graph, node, node.argument) : [];
    case 'Identifier':
    case 'MemberExpression':
      return isLoopTarget(node) ? written(graph, node, node) : [];
    case 'CallExpression':
      return callEffects(graph, node);
    default:
      return [];
  }
}

/** `toolkit` of `for (toolkit of toolkits)`: each turn writes what was there before the loop. */
function isLoopTarget(node: Node): boolean {
  let at = node;
  while (at.parent && /^(?:ArrayPattern|AssignmentPattern|ObjectPattern|Property|RestElement)$/u.test(at.parent.type)) {
    at = at.parent;
  }
  return (at.parent?.type === 'ForOfStatement' || at.parent?.type === 'ForInStatement') && at.parent.left === at;
}

function written(graph: Graph, node: Node, target: Node): Effect[] {
  const path = pathOf(graph, target);
  if (!path) {
    return [];
  }
  const value = node.type === 'AssignmentExpression' && unwrapped(node.left) === target ? node.right : undefined;
  const merged = value && mergedInto(graph, path, value);
  if (merged) {
    return [{ kind: 'write', node, paths: merged, value: undefined, isSure: false }];
  }
  const paths = path.members.length > 0 ? both(graph, path) : [path];
  return [{ kind: 'write', node, paths, value, isSure: isSure(graph, node, paths) }];
}

/** A path as written, and by its first name. */
function both(graph: Graph, path: Path): Path[] {
  const original = originalPath(graph, path);
  return original === path ? [path] : [path, original];
}

function callEffects(graph: Graph, node: TSESTree.CallExpression): Effect[] {
  const effects: Effect[] = [];
  const callee = unwrapped(node.callee);
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'client-member') {
      if (connectionChanges.has(value.path)) {
        const takesUser = value.path === 'toolkits.authorize' || value.path.endsWith('.initiate') || value.path.endsWith('.link');
        effects.push({ kind: 'connection', node, name: value.path, user: takesUser ? node.arguments[0] : undefined });
      } else if (authConfigChanges.has(value.path)) {
        effects.push({ kind: 'auth-config', node, name: value.path, user: undefined });
      } else if (deletions.has(value.path) && node.arguments[0]) {
        effects.push({ kind: 'delete', node, session: node.arguments[0] });
      }
    } else if (
      value.kind === 'session-method' &&
      callee.type === 'MemberExpression' &&
      (value.name === 'update' || value.name === 'delete')
    ) {
      effects.push({ kind: value.name, node, session: callee.object });
    }
  }
  if (callee.type === 'MemberExpression') {
    const name = propertyName(callee);
    const path = pathOf(graph, callee.object);
    if (name !== undefined && mutating.has(name) && path) {
      effects.push({ kind: 'mutate', node, paths: both(graph, path) });
    }
    if (name === 'assign' && lastName(callee.object) === 'Object' && node.arguments[0]) {
      effects.push(...assigned(graph, node, node.arguments[0]));
    }
  }
  return dedupe(effects);
}

function dedupe(effects: Effect[]): Effect[] {
  const seen = new Set<string>();
  return effects.filter(effect => !seen.has(effect.kind) && seen.add(effect.kind));
}

/** `Object.assign(config, { toolkits })` writes what its literal names, or anything. */
function assigned(graph: Graph, node: TSESTree.CallExpression, target: Node): Effect[] {
  const path = pathOf(graph, target);
  return path
    ? [
        {
          kind: 'write',
          node,
          paths: node.arguments
            .slice(1)
            .flatMap(partsOf)
            .flatMap(part => placesOf(graph, path, part)),
          value: undefined,
          isSure: false,
        },
      ]
    : [];
}

/** What changes where a copy with something else in it takes a thing's place: `config = { ...config, toolkits }`. */
function mergedInto(graph: Graph, path: Path, value: Node): Path[] | undefined {
  const made = unwrapped(value);
  const isCopy = made.type === 'CallExpression' && isNamed(made.callee, /^assign$/u) && made.arguments[0]?.type === 'ObjectExpression';
  const parts = isCopy ? made.arguments.flatMap(partsOf) : made.type === 'ObjectExpression' ? partsOf(made) : [];
  const others = parts.filter(part => {
    const copied = part.type === 'Property' ? undefined : pathOf(graph, part.type === 'SpreadElement' ? part.argument : part);
    return !(copied && isPrefix(copied, path) && isPrefix(path, copied));
  });
  return others.length < parts.length ? others.flatMap(part => placesOf(graph, path, part)) : undefined;
}

/** The properties of a literal; else what it is itself. */
function partsOf(source: Node): readonly Node[] {
  const literal = unwrapped(source);
  return literal.type === 'ObjectExpression' ? literal.properties : [source];
}

/** What a property writes in an object: of `config: { ...options.config, toolkits }`, only `config.toolkits`. */
function placesOf(graph: Graph, path: Path, part: Node): Path[] {
  const name = part.type === 'Property' ? propertyName(part) : undefined;
  const place = { root: path.root, members: [...path.members, name ?? everyMember] };
  return (part.type === 'Property' && name !== undefined ? mergedInto(graph, place, part.value) : undefined) ?? both(graph, place);
}
