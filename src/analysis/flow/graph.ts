import type { TSESTree } from '@typescript-eslint/utils';
import { entryPoints, isClientPath, listings, mcpMembers, sessionMember, streamMaker } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import { kept } from '../kept.ts';
import { isAmong, propertyName, unwrapped } from '../tree.ts';
import { Place } from './flow.ts';
import { Places } from './places.ts';
import type { Instance, ObjectValue, PlainValue, SessionValue, Step, Value } from './values.ts';
import { callStep, elementStep, plain } from './values.ts';

type Node = TSESTree.Node;

/** Paths of a parameter are followed this far. */
const longestPath = 3;

/** Calls of parameters with arguments of their own are followed this deep into each other. */
const mostCalls = 3;

/**
 * The places of one file and what moves between them: which values may an expression, a variable, a field or a
 * function's result have? `connect.ts` and `calls.ts` lay the edges; this class knows what reading, writing and
 * calling a value means.
 */
export class Graph extends Places {
  readonly #callSteps = new Map<Node, Step>();
  readonly #given: (readonly (Place | undefined)[])[] = [];
  readonly #instances = new Map<Instance, number>();

  #derived(place: Place, key: string, each: (value: PlainValue, to: Place, into: FunctionNode | undefined) => void): Place {
    let to = place.derived.get(key);
    if (!to) {
      const target = new Place();
      place.derived.set(key, (to = target));
      this.flow.watch(place, (value: Value) => {
        each(plain(value), target, value.kind === 'argument' ? value.node : undefined);
      });
    }
    return to;
  }

  #add(to: Place, value: PlainValue, into: FunctionNode | undefined): void {
    this.flow.add(to, into ? this.flow.marked(value, into) : value);
  }

  /** The place of `place.name`; of any property when the name is computed. */
  member(place: Place, name: string | undefined): Place {
    return this.#derived(place, `.${name ?? ''}`, (value, to, into) => {
      if (name === undefined) {
        this.#anyMember(value, to, into);
        return;
      }
      switch (value.kind) {
        case 'object':
          this.flow.edge(this.property(value, name), to, into);
          if (isIndexed(value, name)) {
            this.flow.edge(value.elements, to, into);
          }
          if (/^\d+$/u.test(name) && isAmong(value.made, streamMaker)) {
            this.flow.edge(this.property(value, '...'), to, into);
          }
          break;
        case 'instance':
        case 'class':
          this.flow.edge(this.field(value.node, name, value.kind === 'class'), to, into);
          break;
        case 'global':
          this.flow.edge(this.global(name), to, into);
          break;
        case 'request':
          this.flow.edge(this.passed(value, name), to, into);
          break;
        case 'session':
          this.#sessionMember(value, name, to, into);
          break;
        case 'tools':
          if (/^\d+$/u.test(name) || (value.what === 'mcp' ? mcpMembers.has(name) : value.what === 'listing' && name === 'items')) {
            this.#add(to, this.partOf(value), into);
          }
          break;
        case 'client':
        case 'client-member': {
          const path = value.kind === 'client' ? name : `${value.path}.${name}`;
          if (isClientPath(path)) {
            this.#add(to, this.clientMember(path, value.evidence), into);
          }
          break;
        }
        case 'sdk-module':
          if (name === 'Composio') {
            this.#add(to, sdkClass, into);
          } else if (name === 'default') {
            this.#add(to, value, into);
          }
          break;
        case 'parameter':
          this.#step(value, name, to, into);
          break;
        default:
      }
    });
  }

  /** What may stand under a name that is computed. */
  #anyMember(value: PlainValue, to: Place, into: FunctionNode | undefined): void {
    if (value.kind === 'object') {
      this.flow.edge(value.all, to, into);
    } else if (value.kind === 'tools') {
      this.#add(to, this.partOf(value), into);
    }
  }

  #sessionMember(session: SessionValue, name: string, to: Place, into: FunctionNode | undefined): void {
    switch (sessionMember(name)) {
      case 'id':
        this.#add(to, this.intern(session, 'id', () => ({ kind: 'id', session })), into);
        break;
      case 'tools':
        this.#add(to, this.tools(session, name === 'mcp' ? 'mcp' : 'part'), into);
        break;
      case 'fetch':
      case 'work':
      case 'change':
        this.#add(to, this.intern(session, `.${name}`, () => ({ kind: 'session-method', session, name })), into);
        break;
      default:
    }
  }

  #step(value: PlainValue & { kind: 'parameter' }, step: Step, to: Place, into: FunctionNode | undefined): void {
    if (value.path.length < longestPath) {
      const path = [...value.path, step];
      const longer = this.intern(value.node, `${value.index}.${path.join('.')}`, () => ({ ...value, path }));
      this.#add(to, longer, into);
    }
  }

  /** The place of the elements of an iterable. */
  elements(place: Place): Place {
    return this.#derived(place, elementStep, (value, to, into) => {
      if (value.kind === 'object') {
        if (isAmong(value.made, /Map$|Cache$/u)) {
          this.#add(to, this.pair(value), into);
        } else {
          this.flow.edge(value.all, to, into);
        }
      } else if (value.kind === 'tools') {
        this.#add(to, this.partOf(value), into);
      } else if (value.kind === 'parameter') {
        this.#step(value, elementStep, to, into);
      }
    });
  }

  /** What an argument hands over: of `...all`, the elements. */
  given(argument: Node): Place {
    return argument.type === 'SpreadElement' ? this.elements(this.place(argument.argument)) : this.place(argument);
  }

  /** The step that a call of a parameter is, with the arguments that it is given. */
  callStep(call: Node, given: readonly (Place | undefined)[]): Step {
    return kept(this.#callSteps, call, () => (given.length > 0 ? `${callStep}${this.#given.push(given)}` : callStep));
  }

  /**
   * The place of what calling `place` gives. The arguments of `step` are those of a call inside `instance`, so what
   * stands for its parameters stands for theirs.
   */
  result(place: Place, step: Step = callStep, instance?: Instance): Place {
    const known = instance && instance.depth < mostCalls ? this.#given[Number(step.slice(callStep.length)) - 1] : undefined;
    return this.#derived(place, known && instance ? `${step} ${this.#number(instance)}` : callStep, (value, to, into) => {
      if (value.kind === 'function') {
        const given = known && instance ? known.map(each => each && this.#seenFrom(each, instance)) : [];
        this.instantiate(value.node, given, to, undefined, (instance?.depth ?? 0) + 1);
      } else if (value.kind === 'session-method') {
        this.methodResult(value.session, value.name, to, into);
      } else if (value.kind === 'client-member' && entryPoints.has(value.path)) {
        this.#add(to, this.promisedSession(place), into);
      } else if (value.kind === 'parameter') {
        this.#step(value, step, to, into);
      }
    });
  }

  /** What a session's method gives. */
  methodResult(session: SessionValue, name: string, to: Place, into?: FunctionNode): void {
    if (sessionMember(name) === 'fetch') {
      this.#add(to, this.tools(session, listings.has(name) ? 'listing' : 'tools'), into);
    }
  }

  /**
   * Lets what `node` returns reach `to`, its parameters standing for `parameters`; with `into`, as an argument of that
   * function.
   */
  instantiate(node: FunctionNode, parameters: readonly (Place | undefined)[], to: Place, into?: FunctionNode, depth = 0): void {
    this.#substitute(this.returned(node), { node, parameters, depth }, to, into);
  }

  /** What a place inside a function holds where its parameters stand for these places. */
  seenFromCall(place: Place, node: FunctionNode, parameters: readonly (Place | undefined)[]): Place {
    return this.#seenFrom(place, { node, parameters, depth: 0 });
  }

  /** What a place inside a function holds, seen from one call of it. */
  #seenFrom(place: Place, instance: Instance): Place {
    const seen = new Place();
    this.#substitute(place, instance, seen);
    return seen;
  }

  #substitute(from: Place, instance: Instance, to: Place, into?: FunctionNode): void {
    this.flow.watch(from, value => {
      const bare = plain(value);
      if (value.kind === 'argument' && value.node === instance.node) {
        return;
      }
      if (bare.kind === 'parameter' && bare.node === instance.node) {
        const given = instance.parameters[bare.index];
        if (given) {
          this.flow.edge(this.#follow(given, bare.path, instance), to, into);
        }
        return;
      }
      this.flow.add(to, into ? this.flow.marked(value, into) : value);
    });
  }

  /** The place that a path leads to. */
  #follow(place: Place, path: readonly Step[], instance: Instance): Place {
    let at = place;
    for (const step of path) {
      at = step.startsWith(callStep) ? this.result(at, step, instance) : step === elementStep ? this.elements(at) : this.member(at, step);
    }
    return at;
  }

  /** Instances by number, for the names of what is derived from them. */
  #number(instance: Instance): number {
    return kept(this.#instances, instance, () => this.#instances.size);
  }

  /** Lets `source` reach `base.name` (any element when the name is computed). */
  write(base: Place, name: string | undefined, source: Place): void {
    this.flow.watch(base, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        this.flow.edge(source, name === undefined ? value.elements : this.property(value, name));
      } else if (value.kind === 'instance' || value.kind === 'class') {
        if (name !== undefined) {
          this.flow.edge(source, this.field(value.node, name, value.kind === 'class'));
        }
      } else if (value.kind === 'global' && name !== undefined) {
        this.flow.edge(source, this.global(name));
      } else if (value.kind === 'request' && name !== undefined) {
        this.flow.edge(source, this.passed(value, name));
      }
    });
  }

  /** Lets `source` reach what a pattern binds. */
  bind(pattern: Node, source: Place): void {
    const target = unwrapped(pattern);
    switch (target.type) {
      case 'Identifier':
        this.flow.edge(source, this.named(target));
        break;
      case 'MemberExpression':
        this.write(this.place(target.object), propertyName(target), source);
        break;
      case 'ObjectPattern':
        for (const property of target.properties) {
          if (property.type === 'Property') {
            this.bind(property.value, this.member(source, propertyName(property)));
          } else {
            this.bind(property.argument, source);
          }
        }
        break;
      case 'ArrayPattern':
        target.elements.forEach((element, index) => {
          if (element?.type === 'RestElement') {
            this.bind(element.argument, source);
          } else if (element) {
            this.bind(element, this.member(source, String(index)));
          }
        });
        break;
      case 'AssignmentPattern':
        this.bind(target.left, source);
        this.bind(target.left, this.place(target.right));
        break;
      case 'TSParameterProperty':
        this.bind(target.parameter, source);
        break;
      default:
    }
  }
}

/** Whether an element of an object may stand under `name`: the names of a container's own methods are no keys. */
function isIndexed({ made, node }: ObjectValue, name: string): boolean {
  return (made === undefined && node.type !== 'ArrayExpression') || /^\d+$/u.test(name);
}

export const sdkClass: PlainValue = { kind: 'sdk-class' };
export const sdkModule: PlainValue = { kind: 'sdk-module' };
