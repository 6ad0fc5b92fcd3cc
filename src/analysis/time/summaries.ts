import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { contentsOf } from '../parts.ts';
import { contains, enclosingFunction, isFunction, isPropertyNamed, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { carriedOver } from './carried-over.ts';
import { directEffects, type Effect } from './effects.ts';
import { isSure } from './sureness.ts';

type Node = TSESTree.Node;

/** Methods that call what they are given for each element, or with what was waited for. */
const callingMethods = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'reduce', 'then']);

/** Calls are followed this deep. */
const mostHops = 5;

/** The functions of the file that run when `node` is evaluated: callees, and callbacks that it calls at once. */
export function calledAt(graph: Graph, node: Node): FunctionNode[] {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') {
    return [];
  }
  const called = new Set<FunctionNode>();
  const addFrom = (given: Node): void => {
    for (const value of graph.place(given).plainValues()) {
      if (value.kind === 'function') {
        called.add(value.node);
      }
    }
  };
  const callee = unwrapped(node.callee);
  if (isFunction(callee)) {
    called.add(callee);
  }
  addFrom(callee);
  for (const argument of node.arguments) {
    const inner = unwrapped(argument);
    if (!isFunction(inner)) {
      // a function by its name may be given to something that only keeps it
      if (callee.type === 'MemberExpression' && isPropertyNamed(callee, callingMethods)) {
        addFrom(argument);
      }
    } else if (graph.callers.get(inner)?.has(node)) {
      called.add(inner);
    }
  }
  return [...called];
}

const summaries = new WeakMap<FunctionNode, readonly Effect[]>();

/** Everything that a function does when it is called, callbacks that run at once and functions that it calls included. */
export function summaryOf(graph: Graph, node: FunctionNode, hops = 0): readonly Effect[] {
  const known = summaries.get(node);
  if (known) {
    return known;
  }
  summaries.set(node, []);
  const effects: Effect[] = [];
  for (const inner of nodesBelow(node.body, graph.sourceCode.visitorKeys)) {
    const around = enclosingFunction(inner);
    if (around !== node && around && !runsInside(graph, around, node)) {
      continue;
    }
    effects.push(...directEffects(graph, inner), ...usesOf(graph, inner));
    if (hops < mostHops) {
      for (const called of calledAt(graph, inner)) {
        if (!contains(node, called)) {
          const carried = carriedOver(graph, inner as TSESTree.CallExpression, called, summaryOf(graph, called, hops + 1));
          effects.push(
            ...carried.map(effect =>
              effect.kind === 'write' ? { ...effect, isSure: effect.isSure && isSure(graph, inner, effect.paths) } : effect,
            ),
          );
        }
      }
    }
  }
  summaries.set(node, effects);
  return effects;
}

/** Whether a callback inside `node` runs while `node` does. */
function runsInside(graph: Graph, callback: FunctionNode, node: FunctionNode): boolean {
  for (let at: FunctionNode | undefined = callback; at && at !== node; at = enclosingFunction(at)) {
    const callers = graph.callers.get(at);
    if (!callers || ![...callers].some(caller => contains(node, caller))) {
      return false;
    }
  }
  return true;
}

/** A session that a function works with or passes on. */
function usesOf(graph: Graph, node: Node): Effect[] {
  if (node.type === 'MemberExpression' && propertyName(node) === 'mcp') {
    const isSession = [...graph.place(node).plainValues()].some(value => value.kind === 'tools' && value.what === 'mcp');
    return isSession ? [{ kind: 'use', node, session: node.object }] : [];
  }
  if (node.type === 'CallExpression') {
    const callee = unwrapped(node.callee);
    const uses: Effect[] = [];
    if (callee.type === 'MemberExpression') {
      for (const value of graph.place(callee).plainValues()) {
        if (value.kind === 'session-method' && value.name !== 'update' && value.name !== 'delete') {
          uses.push({ kind: 'use', node, session: callee.object });
          break;
        }
        const [id] = node.arguments;
        if (
          value.kind === 'client-member' &&
          /(?:^|\.)use$/u.test(value.path) &&
          id?.type === 'MemberExpression' &&
          propertyName(id) === 'sessionId'
        ) {
          uses.push({ kind: 'use', node, session: id.object, isUpkeep: true });
          break;
        }
      }
    }
    if (calledAt(graph, node).length === 0) {
      for (const part of node.arguments.flatMap(partsOf)) {
        if ([...graph.place(part).plainValues()].some(value => value.kind === 'session' || value.kind === 'tools')) {
          uses.push({ kind: 'use', node, session: part });
        }
      }
    }
    return uses;
  }
  return [];
}

/** The names that an argument hands over, alone or inside a literal. */
function partsOf(argument: Node): Node[] {
  const inner = unwrapped(argument);
  switch (inner.type) {
    case 'Identifier':
      return [inner];
    case 'ArrayExpression':
    case 'ObjectExpression':
      return contentsOf(inner).flatMap(partsOf);
    case 'SpreadElement':
      return partsOf(inner.argument);
    default:
      return [];
  }
}
