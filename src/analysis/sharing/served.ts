import type { TSESTree } from '@typescript-eslint/utils';
import { messageNames } from '../../sdk/handlers.ts';
import type { FunctionNode } from '../facts.ts';
import type { HandlerKind } from '../handlers.ts';
import { parameterNames } from '../people/parameters.ts';
import type { FileContext } from '../file.ts';
import { isMemo } from '../stores/candidates.ts';
import { contains, decoratorsOf, elementOf, enclosingFunction, isClass, isField } from '../tree.ts';
import { script } from '../units.ts';
import { namesUser } from './names.ts';

type Node = TSESTree.Node;

/** A handler that has some code run. */
export interface Served {
  readonly handler: FunctionNode;
  readonly kind: HandlerKind;
}

/** Callers are followed this far back. */
const mostHops = 4;

/** Finds the handlers that have code run, directly or through functions of the file. */
export class Serving {
  constructor(readonly context: FileContext) {}

  /**
   * The handler that runs the code at `node`.
   *
   * | `node` stands in                                              | answer                    |
   * | ------------------------------------------------------------- | ------------------------- |
   * | a handler, or a callback in one                               | that handler              |
   * | a method whose parameters name a user or a message            | that method               |
   * | a function that a handler calls, also through others          | the handler that calls    |
   * | anything else, and what only a script runs                    | undefined                 |
   */
  handlerOf(node: Node): Served | undefined {
    const around = functionsAround(node);
    const direct = this.handlerAround(node);
    if (direct) {
      return direct;
    }
    const served = this.#callingHandlers(around, 0, new Set());
    return served.find(({ kind }) => kind === 'caller') ?? served[0];
  }

  /** The handlers that call some of these functions, also through others. */
  #callingHandlers(called: readonly FunctionNode[], hops: number, seen: Set<FunctionNode>): Served[] {
    return called.flatMap(each => {
      if (seen.has(each) || decoratorsOf(each).some(decorator => isMemo(this.context.graph, decorator))) {
        return [];
      }
      seen.add(each);
      const callers = new Set(
        [...this.context.graph.callersOf(each)].filter(caller => !contains(each, caller)).map(caller => this.#givenAt(each, caller)),
      );
      return [...callers].flatMap(
        caller => this.#registeredAround(caller) ?? (hops < mostHops ? this.#callingHandlers(functionsAround(caller), hops + 1, seen) : []),
      );
    });
  }

  /** A callback that a helper of the file calls for whoever gave it runs where it is given: `retry(() => create(…))`. */
  #givenAt(callback: FunctionNode, caller: Node): Node {
    const call = callback.parent;
    const isHelpers =
      call.type === 'CallExpression' &&
      call.callee !== callback &&
      [...this.context.graph.place(call.callee).plainValues()].some(value => value.kind === 'function' && contains(value.node, caller));
    return isHelpers ? call : caller;
  }

  /** The handler that `node` is written in. */
  handlerAround(node: Node): Served | undefined {
    const method = functionsAround(node).find(each => this.#isMessageMethod(each));
    return this.#registeredAround(node) ?? (method && { handler: method, kind: 'caller' });
  }

  #registeredAround(node: Node): Served | undefined {
    for (const each of functionsAround(node)) {
      const kind = this.context.handlers.kinds.get(each);
      if (kind) {
        return { handler: each, kind };
      }
    }
    return undefined;
  }

  /** A method that somebody's message or user goes into, unless a script is all that calls it. */
  #isMessageMethod(node: FunctionNode): boolean {
    const { parent } = node;
    const element = elementOf(node) ?? (isField(parent) && parent.value === node ? parent : undefined);
    return (
      element !== undefined &&
      (isField(element) || element.kind === 'method') &&
      isClass(element.parent.parent) &&
      parameterNames(node).some(name => messageNames.test(name) || namesUser(name)) &&
      this.context.units.of(node) !== script
    );
  }

  /** The outermost handler between `node` and the function `home`, which the handler's code reaches from outside. */
  handlerWithin(node: Node, home: FunctionNode): Served | undefined {
    return this.#handlerWithin(node, home, new Set());
  }

  #handlerWithin(node: Node, home: FunctionNode, seen: Set<FunctionNode>): Served | undefined {
    const around = functionsAround(node).filter(each => each !== home && contains(home, each));
    for (const each of [...around].reverse()) {
      const kind = this.context.handlers.kinds.get(each);
      if (kind) {
        return { handler: each, kind };
      }
    }
    for (const each of around) {
      if (seen.has(each) || seen.size >= mostHops) {
        continue;
      }
      seen.add(each);
      for (const caller of this.context.graph.callersOf(each)) {
        const served = contains(home, caller) && !contains(each, caller) ? this.#handlerWithin(caller, home, seen) : undefined;
        if (served) {
          return served;
        }
      }
    }
    return undefined;
  }

  /** Whether a function is a handler, stands in one, or is called by handlers only: what it declares is one caller's. */
  isWithinHandler(node: FunctionNode, hops = 0): boolean {
    const { handlers, graph, units } = this.context;
    for (const each of [node, ...functionsAround(node)]) {
      if (handlers.kinds.has(each)) {
        return true;
      }
      const callers = [...graph.callersOf(each)].filter(caller => !contains(each, caller));
      if (callers.length > 0 && hops < mostHops && !units.isShared(each)) {
        const outer = callers.map(caller => enclosingFunction(caller));
        if (outer.every(caller => caller && this.isWithinHandler(caller, hops + 1))) {
          return true;
        }
      }
    }
    return false;
  }
}

/** The functions around `node`, the innermost first. */
function functionsAround(node: Node): FunctionNode[] {
  const around: FunctionNode[] = [];
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    around.push(at);
  }
  return around;
}
