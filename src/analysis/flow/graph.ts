import type { TSESTree } from '@typescript-eslint/utils';
import { passedParts } from '../../sdk/handlers.ts';
import { entryPoints, isClientPath, listings, mcpMembers, sessionMember, streamMaker } from '../../sdk/model.ts';
import type { Settings } from '../../sdk/settings.ts';
import type { ClassNode, Creation, Evidence, FunctionNode, SourceCode, Variable } from '../facts.ts';
import { globalObjects, scopesOf } from '../scopes.ts';
import { elementOf, isClass, isFunction, propertyName, unwrapped } from '../tree.ts';
import type { Types } from '../types/index.ts';
import { Flow, Place } from './flow.ts';
import type { Instance, ObjectValue, PlainValue, RequestValue, SessionValue, Step, ToolsValue, Value } from './values.ts';
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
export class Graph {
  readonly flow = new Flow();
  /** The variable that an identifier refers to, for every reference of the file. */
  readonly references = new Map<Node, Variable>();
  /** Every call at which a function of the file is called. */
  readonly callers = new Map<FunctionNode, Set<Node>>();
  /** Sessions by the call that makes them. */
  readonly sessions = new Map<Node, SessionValue>();
  readonly variables = new Map<Variable, Place>();
  readonly fields = new Map<ClassNode, Map<string, Place>>();
  readonly objects = new Map<Node, Map<string, ObjectValue>>();
  readonly globals = new Map<string, Place>();
  readonly #passed = new Map<string, Place>();
  readonly #places = new Map<Node, Place>();
  readonly #returned = new Map<FunctionNode, Place>();
  readonly #tools = new Map<SessionValue, Map<string, ToolsValue>>();
  readonly #callSteps = new Map<Node, Step>();
  readonly #given: (readonly (Place | undefined)[])[] = [];
  readonly #instances = new Map<Instance, number>();
  readonly #interned = new Map<object, Map<string, PlainValue>>();

  constructor(
    readonly sourceCode: SourceCode,
    readonly settings: Settings,
    /** What the type checker knows, when there is one. */
    readonly types?: Types,
  ) {
    for (const scope of scopesOf(sourceCode)) {
      for (const reference of scope.references) {
        if (reference.resolved && reference.resolved.defs.length > 0) {
          this.references.set(reference.identifier, reference.resolved);
        }
      }
    }
  }

  /** The place of an expression. Wrappers share the place of what they wrap. */
  place(node: Node): Place {
    const inner = unwrapped(node);
    if (inner.type === 'Identifier') {
      const variable = this.variableOf(inner);
      return variable ? this.variable(variable) : this.#global(inner.name);
    }
    let place = this.#places.get(inner);
    if (!place) {
      this.#places.set(inner, (place = new Place()));
    }
    return place;
  }

  variable(variable: Variable): Place {
    let place = this.variables.get(variable);
    if (!place) {
      this.variables.set(variable, (place = new Place()));
    }
    return place;
  }

  #global(name: string): Place {
    let place = this.globals.get(name);
    if (!place) {
      this.globals.set(name, (place = new Place()));
      if (globalObjects.has(name)) {
        this.flow.add(place, globalValue);
      }
    }
    return place;
  }

  /** What a function is given that has been handed from one to the other. */
  request(path: string): RequestValue {
    return this.intern(this, `request:${path}`, () => ({ kind: 'request', path }));
  }

  /** What hangs on a request under a name. */
  passed({ path }: RequestValue, name: string): Place {
    const inner = `${path}.${name}`;
    let place = this.#passed.get(inner);
    if (!place) {
      this.#passed.set(inner, (place = new Place()));
      if (passedParts.has(name)) {
        this.flow.add(place, this.request(inner));
      }
    }
    return place;
  }

  /** What a function returns. */
  returned(node: FunctionNode): Place {
    let place = this.#returned.get(node);
    if (!place) {
      this.#returned.set(node, (place = new Place()));
    }
    return place;
  }

  /** A field of a class, shared with the classes of the file that it extends. */
  field(owner: ClassNode, name: string, isStatic = false): Place {
    const root = this.rootClass(owner);
    let ofClass = this.fields.get(root);
    if (!ofClass) {
      this.fields.set(root, (ofClass = new Map()));
    }
    const key = isStatic ? `static ${name}` : name;
    let place = ofClass.get(key);
    if (!place) {
      ofClass.set(key, (place = new Place()));
    }
    return place;
  }

  /** The topmost class of the file that `owner` extends. */
  rootClass(owner: ClassNode): ClassNode {
    const seen = new Set<ClassNode>();
    let root = owner;
    while (!seen.has(root)) {
      seen.add(root);
      const above = root.superClass && this.classOf(root.superClass);
      if (!above) {
        break;
      }
      root = above;
    }
    return root;
  }

  /** The class of the file that an identifier names. */
  classOf(node: Node): ClassNode | undefined {
    const inner = unwrapped(node);
    const definition = inner.type === 'Identifier' ? this.references.get(inner)?.defs[0]?.node : inner;
    const made = definition?.type === 'VariableDeclarator' ? definition.init : definition;
    if (isClass(made)) {
      return made;
    }
    const element = made && isFunction(made) ? elementOf(made) : undefined;
    return element?.kind === 'constructor' && made?.parent !== element ? element.parent.parent : undefined;
  }

  /** The object that is made at `node`; `label` tells several of one node apart. */
  object(node: Node, options: { label?: string; made?: string; assumed?: boolean; told?: boolean } = {}): ObjectValue {
    let ofNode = this.objects.get(node);
    if (!ofNode) {
      this.objects.set(node, (ofNode = new Map()));
    }
    const label = options.label ?? '';
    let object = ofNode.get(label);
    if (!object) {
      object = {
        kind: 'object',
        node,
        made: options.made,
        assumed: options.assumed ?? false,
        told: options.told ?? false,
        properties: new Map(),
        elements: new Place(),
        promised: new Place(),
        all: new Place(),
      };
      ofNode.set(label, object);
      this.flow.edge(object.promised, object.elements);
      this.flow.edge(object.elements, object.all);
    }
    return object;
  }

  property(object: ObjectValue, name: string): Place {
    let place = object.properties.get(name);
    if (!place) {
      object.properties.set(name, (place = new Place()));
      this.flow.edge(place, object.all);
    }
    return place;
  }

  /** The session that a call makes, or that an annotation at `node` promises. */
  session(node: Node, creation?: Creation): SessionValue {
    let session = this.sessions.get(node);
    if (!session) {
      this.sessions.set(node, (session = { kind: 'session', creation, node }));
    }
    return session;
  }

  tools(session: SessionValue, what: ToolsValue['what']): ToolsValue {
    let ofSession = this.#tools.get(session);
    if (!ofSession) {
      this.#tools.set(session, (ofSession = new Map()));
    }
    let tools = ofSession.get(what);
    if (!tools) {
      ofSession.set(what, (tools = { kind: 'tools', session, what }));
    }
    return tools;
  }

  /** What is taken out of tools: as bound to the session as they are. */
  partOf(tools: ToolsValue): ToolsValue {
    return tools.what === 'listing' ? tools : this.tools(tools.session, 'part');
  }

  /** One value object for each (owner, key), so that equal values are identical. */
  intern<V extends PlainValue>(owner: object, key: string, make: () => V): V {
    let ofOwner = this.#interned.get(owner);
    if (!ofOwner) {
      this.#interned.set(owner, (ofOwner = new Map()));
    }
    let value = ofOwner.get(key);
    if (!value) {
      ofOwner.set(key, (value = make()));
    }
    return value as V;
  }

  clientMember(path: string, evidence: Evidence): PlainValue {
    return this.intern(this, `client:${evidence}:${path}`, () => ({ kind: 'client-member', path, evidence }));
  }

  client(evidence: Evidence): PlainValue {
    return this.intern(this, `client:${evidence}`, () => ({ kind: 'client', evidence }));
  }

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
      switch (value.kind) {
        case 'object':
          if (name === undefined) {
            this.flow.edge(value.all, to, into);
          } else {
            this.flow.edge(this.property(value, name), to, into);
            if (isIndexed(value, name)) {
              this.flow.edge(value.elements, to, into);
            }
            if (/^\d+$/u.test(name) && streamMaker.test(value.made ?? '')) {
              this.flow.edge(this.property(value, '...'), to, into);
            }
          }
          break;
        case 'instance':
        case 'class':
          if (name !== undefined) {
            this.flow.edge(this.field(value.node, name, value.kind === 'class'), to, into);
          }
          break;
        case 'global':
          if (name !== undefined) {
            this.flow.edge(this.#global(name), to, into);
          }
          break;
        case 'request':
          if (name !== undefined) {
            this.flow.edge(this.passed(value, name), to, into);
          }
          break;
        case 'session':
          if (name !== undefined) {
            this.#sessionMember(value, name, to, into);
          }
          break;
        case 'tools':
          if (name === undefined || /^\d+$/u.test(name) || (value.what === 'mcp' ? mcpMembers.has(name) : value.what === 'listing' && name === 'items')) {
            this.#add(to, this.partOf(value), into);
          }
          break;
        case 'client':
        case 'client-member': {
          const path = value.kind === 'client' ? name : `${value.path}.${name}`;
          if (path !== undefined && isClientPath(path)) {
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
          if (name !== undefined) {
            this.#step(value, name, to, into);
          }
          break;
        default:
      }
    });
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
        if (/Map$|Cache$/u.test(value.made ?? '')) {
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

  /** The `[key, value]` pairs of a container. */
  pair(container: ObjectValue): ObjectValue {
    const pair = this.object(container.node, { label: 'pair' });
    this.flow.edge(container.all, this.property(pair, '1'));
    return pair;
  }

  /** The step that a call of a parameter is, with the arguments that it is given. */
  callStep(call: Node, given: readonly (Place | undefined)[]): Step {
    let step = this.#callSteps.get(call);
    if (!step) {
      step = given.length > 0 ? `${callStep}${this.#given.push(given)}` : callStep;
      this.#callSteps.set(call, step);
    }
    return step;
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
        this.#add(to, this.intern(place, 'session', () => ({ kind: 'session', creation: undefined, node: this.sourceCode.ast })), into);
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
    let number = this.#instances.get(instance);
    if (number === undefined) {
      this.#instances.set(instance, (number = this.#instances.size));
    }
    return number;
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
        this.flow.edge(source, this.#global(name));
      } else if (value.kind === 'request' && name !== undefined) {
        this.flow.edge(source, this.passed(value, name));
      }
    });
  }

  /** Lets `source` reach what a pattern binds. */
  bind(pattern: Node, source: Place): void {
    const target = unwrapped(pattern);
    switch (target.type) {
      case 'Identifier': {
        const variable = this.variableOf(target);
        this.flow.edge(source, variable ? this.variable(variable) : this.#global(target.name));
        break;
      }
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

  #declarations: Map<Node, Variable> | undefined;

  /** The variable that a binding identifier declares. */
  #declared(identifier: TSESTree.Identifier): Variable | undefined {
    if (!this.#declarations) {
      this.#declarations = new Map();
      for (const scope of scopesOf(this.sourceCode)) {
        for (const variable of scope.variables) {
          for (const name of variable.identifiers) {
            if (!this.#declarations.has(name)) {
              this.#declarations.set(name, variable);
            }
          }
        }
      }
    }
    return this.#declarations.get(identifier);
  }

  /** The variable that `identifier` declares or refers to. */
  variableOf(identifier: Node): Variable | undefined {
    return identifier.type === 'Identifier' ? (this.references.get(identifier) ?? this.#declared(identifier)) : undefined;
  }

  /** The parameter place of a function, by position. */
  parameter(node: FunctionNode, index: number): Place {
    const parameter = node.params[index]!;
    let place = this.#places.get(parameter);
    if (!place) {
      this.#places.set(parameter, (place = new Place()));
    }
    return place;
  }
}

/** Whether an element of an object may stand under `name`: the names of a container's own methods are no keys. */
function isIndexed({ made, node }: ObjectValue, name: string): boolean {
  return (made === undefined && node.type !== 'ArrayExpression') || /^\d+$/u.test(name);
}

const globalValue: PlainValue = { kind: 'global' };
export const sdkClass: PlainValue = { kind: 'sdk-class' };
export const sdkModule: PlainValue = { kind: 'sdk-module' };
