import type { TSESTree } from '@typescript-eslint/utils';
import { anyLevel, idleCalls, idleConstructors, loggerName, storingCalls } from '../../sdk/loggers.ts';
import { cargoOf } from '../stores/cargo.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import { contentOf } from '../parts.ts';
import { isAmong, isFunction, isNamed, isPropertyNamed, lastName, nodesBelow, unwrapped } from '../tree.ts';
import type { Units } from '../units.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A call that works on a session, or on what one handed out. */
export interface SessionWork {
  readonly node: Node;
  readonly sessions: readonly SessionValue[];
}

const arrayMethods = /^(?:concat|entries|every|filter|find|flatMap|forEach|includes|join|keys|map|push|reduce|slice|some|sort|values)$/u;
/** Functions of the file are looked into this deep. */
const mostHops = 4;
/** What a promise is asked for itself. */
export const promiseMethods = /^(?:then|catch|finally)$/u;

/**
 * The session work inside `root` that runs when it does.
 *
 * | call                                       | work               |
 * | ------------------------------------------ | ------------------ |
 * | `session.tools()`, any method of a session | on that session    |
 * | `agent.run(text, tools)`, `run(session)`   | on what it is given, unless a function of the file only keeps it |
 * | `tools.search.execute(…)`, `agent.run(text)` of an agent built from tools | on its receiver |
 * | `create(…)`, `create(…).catch(…)`, `Promise.all([create(…)])` | none |
 * | `res.json(…)`, `console.log(…)`, `map.set(key, session)` | none |
 */
export function* workIn(graph: Graph, units: Units, root: Node, isHandled: (node: Node) => boolean): Generator<SessionWork> {
  const unit = units.at(root);
  for (const node of callsIn(graph, root)) {
    const sessions = units.at(node) === unit && !isHandled(node) ? workedOn(graph, node) : [];
    if (sessions.length > 0) {
      yield { node, sessions };
    }
  }
}

function workedOn(graph: Graph, call: Call, hops = 0): readonly SessionValue[] {
  const callee = unwrapped(call.callee);
  const name = lastName(callee);
  const receiver = callee.type === 'MemberExpression' ? callee.object : undefined;
  if (receiver && callee.type === 'MemberExpression') {
    if (isPropertyNamed(callee, promiseMethods) || isBuiltIn(graph, receiver)) {
      return [];
    }
    const sessions = isAmong(name, arrayMethods) ? [] : sessionsBehind(graph, receiver);
    if (sessions.length > 0) {
      return sessions;
    }
  }
  if (name === undefined || isIdle(call, name, receiver)) {
    return [];
  }
  const given = call.arguments.flatMap(argument => {
    const value = contentOf(argument);
    return isFunction(unwrapped(value)) || value.type === 'ThisExpression' ? [] : (cargoOf(graph, graph.place(value))?.sessions ?? []);
  });
  const sessions = [...new Set([...given, ...closedOver(graph, callee)])];
  const called = [...graph.place(callee).plainValues()].flatMap(value => (value.kind === 'function' ? [value.node] : []));
  return called.length === 0 || sessions.length === 0
    ? sessions
    : sessions.filter(session => called.some(each => worksOn(graph, each, session, hops + 1)));
}

/** The sessions that a called function of the file closes over; of what a wrapper is given to call, it knows nothing. */
function closedOver(graph: Graph, callee: Node): readonly SessionValue[] {
  const isGiven = graph.variableOf(callee)?.defs[0]?.type === 'Parameter';
  return callee.type === 'Identifier' && !isGiven ? (cargoOf(graph, graph.place(callee))?.sessions ?? []) : [];
}

const workers = new WeakMap<FunctionNode, Map<SessionValue, boolean>>();

/** Whether a function of the file does session work with a session that it is given, and not only keeps or reads it. */
function worksOn(graph: Graph, called: FunctionNode, session: SessionValue, hops: number): boolean {
  const known = workers.get(called) ?? new Map<SessionValue, boolean>();
  workers.set(called, known);
  if (!known.has(session) && hops <= mostHops) {
    known.set(session, false);
    known.set(session, [...callsIn(graph, called.body)].some(call => workedOn(graph, call, hops).includes(session)));
  }
  return known.get(session) ?? false;
}

/** Every call below `root`, but for those that make a session. */
function* callsIn(graph: Graph, root: Node): Generator<Call> {
  for (const node of nodesBelow(root, graph.sourceCode.visitorKeys)) {
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !graph.sessions.get(node)?.creation) {
      yield node;
    }
  }
}

/** The sessions that an object is, came from or was built from; what a plain object or container holds is not it. */
function sessionsBehind(graph: Graph, receiver: Node): readonly SessionValue[] {
  const sessions = new Set<SessionValue>();
  for (const value of graph.place(receiver).plainValues()) {
    if (value.kind === 'session') {
      sessions.add(value);
    } else if (value.kind === 'tools') {
      sessions.add(value.session);
    } else if (value.kind === 'object' && value.properties.has('...')) {
      cargoOf(graph, value.properties.get('...')!)?.sessions.forEach(session => sessions.add(session));
    }
  }
  return [...sessions];
}

function isBuiltIn(graph: Graph, node: Node): boolean {
  return node.type === 'Identifier' && /^(?:Array|JSON|Object|Promise)$/u.test(node.name) && !graph.variableOf(node);
}

function isIdle(call: Call, name: string, receiver: Node | undefined): boolean {
  if (call.type === 'NewExpression') {
    return idleConstructors.test(name);
  }
  const isLog = receiver !== undefined && anyLevel.test(name) && isNamed(receiver, loggerName);
  return isLog || idleCalls.test(name) || storingCalls.test(name);
}
