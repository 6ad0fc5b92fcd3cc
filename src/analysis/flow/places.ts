import type { TSESTree } from '@typescript-eslint/utils';
import { passedParts, setVariables } from '../../sdk/handlers.ts';
import { entryPoints } from '../../sdk/model.ts';
import type { Settings } from '../../sdk/settings.ts';
import type { ClassNode, Creation, Evidence, FunctionNode, SourceCode, Variable } from '../facts.ts';
import { kept } from '../kept.ts';
import { globalObjects, scopesOf } from '../scopes.ts';
import { elementOf, isClass, isFunction, unwrapped } from '../tree.ts';
import type { Types } from '../types/index.ts';
import { Flow, Place } from './flow.ts';
import type { ObjectValue, PlainValue, RequestValue, SessionValue, ToolsValue } from './values.ts';

type Node = TSESTree.Node;

/** Everything in one file that can hold values, and the values that are told apart: each exists once. */
export class Places {
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
  readonly #promised = new Map<Place, SessionValue>();
  #isOpenable = false;
  readonly #passed = new Map<string, Place>();
  readonly #places = new Map<Node, Place>();
  readonly #returned = new Map<FunctionNode, Place>();
  readonly #tools = new Map<SessionValue, Map<string, ToolsValue>>();
  readonly #interned = new Map<object, Map<string, PlainValue>>();
  #declarations: Map<Node, Variable> | undefined;

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

  /** The calls at which a function of the file is called. */
  callersOf(node: FunctionNode): ReadonlySet<Node> {
    return this.callers.get(node) ?? nobody;
  }

  /** The place of an expression. Wrappers share the place of what they wrap. */
  place(node: Node): Place {
    const inner = unwrapped(node);
    return inner.type === 'Identifier' ? this.named(inner) : kept(this.#places, inner, newPlace);
  }

  /** The place of the variable or global that an identifier names. */
  named(identifier: TSESTree.Identifier): Place {
    const variable = this.variableOf(identifier);
    return variable ? this.variable(variable) : this.global(identifier.name);
  }

  variable(variable: Variable): Place {
    return kept(this.variables, variable, newPlace);
  }

  global(name: string): Place {
    return kept(this.globals, name, () => {
      const place = new Place();
      if (globalObjects.has(name)) {
        this.flow.add(place, globalValue);
      }
      return place;
    });
  }

  /** What a function is given that has been handed from one to the other. */
  request(path: string): RequestValue {
    return this.intern(this, `request:${path}`, () => ({ kind: 'request', path }));
  }

  /** What hangs on a request under a name. */
  passed({ path }: RequestValue, name: string): Place {
    const inner = `${path}.${name}`;
    return kept(this.#passed, inner, () => {
      const place = new Place();
      if (passedParts.has(name)) {
        this.flow.add(place, this.request(inner));
      } else if (inner === setVariables) {
        this.flow.add(place, this.request(path));
      }
      return place;
    });
  }

  /** What a function returns. */
  returned(node: FunctionNode): Place {
    return kept(this.#returned, node, newPlace);
  }

  /** The parameter place of a function, by position. */
  parameter(node: FunctionNode, index: number): Place {
    return kept(this.#places, node.params[index]!, newPlace);
  }

  /** A field of a class, shared with the classes of the file that it extends. */
  field(owner: ClassNode, name: string, isStatic = false): Place {
    return kept(kept(this.fields, this.rootClass(owner), newMap<Place>), isStatic ? `static ${name}` : name, newPlace);
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
  object(
    node: Node,
    {
      label = '',
      made,
      assumed = false,
      told = false,
    }: { label?: string; made?: string | undefined; assumed?: boolean; told?: boolean } = {},
  ): ObjectValue {
    return kept(kept(this.objects, node, newMap<ObjectValue>), label, () => {
      const object: ObjectValue = {
        kind: 'object',
        node,
        made,
        assumed,
        told,
        properties: new Map(),
        elements: new Place(),
        promised: new Place(),
        all: new Place(),
      };
      this.flow.edge(object.promised, object.elements);
      this.flow.edge(object.elements, object.all);
      return object;
    });
  }

  property(object: ObjectValue, name: string): Place {
    return kept(object.properties, name, () => {
      const place = new Place();
      this.flow.edge(place, object.all);
      return place;
    });
  }

  /** The `[key, value]` pairs of a container. */
  pair(container: ObjectValue): ObjectValue {
    const pair = this.object(container.node, { label: 'pair' });
    this.flow.edge(container.all, this.property(pair, '1'));
    return pair;
  }

  /** The session that a call makes, or that an annotation at `node` promises. */
  session(node: Node, creation?: Creation): SessionValue {
    return kept(this.sessions, node, () => ({ kind: 'session', creation, node }));
  }

  /** The session that calls of what a place holds would give, where only a type tells: `ReturnType<Composio['create']>`. */
  promisedSession(called: Place): SessionValue {
    return kept(this.#promised, called, () => ({ kind: 'session', creation: undefined, node: this.sourceCode.ast }));
  }

  /** Whether the file has a session at all, or hands on what would make one: `memoize(composio.create)`. */
  get hasSessions(): boolean {
    return this.sessions.size + this.#promised.size > 0 || this.#isOpenable;
  }

  tools(session: SessionValue, what: ToolsValue['what']): ToolsValue {
    return kept(kept(this.#tools, session, newMap<ToolsValue>), what, () => ({ kind: 'tools', session, what }));
  }

  /** What is taken out of tools: as bound to the session as they are. */
  partOf(tools: ToolsValue): ToolsValue {
    return tools.what === 'listing' ? tools : this.tools(tools.session, 'part');
  }

  /** One value object for each (owner, key), so that equal values are identical. */
  intern<V extends PlainValue>(owner: object, key: string, make: () => V): V {
    return kept(kept(this.#interned, owner, newMap<PlainValue>), key, make) as V;
  }

  clientMember(path: string, evidence: Evidence): PlainValue {
    this.#isOpenable ||= entryPoints.has(path);
    return this.intern(this, `client:${evidence}:${path}`, () => ({ kind: 'client-member', path, evidence }));
  }

  client(evidence: Evidence): PlainValue {
    return this.intern(this, `client:${evidence}`, () => ({ kind: 'client', evidence }));
  }

  /** The variable that `identifier` declares or refers to. */
  variableOf(identifier: Node): Variable | undefined {
    return identifier.type === 'Identifier' ? (this.references.get(identifier) ?? this.#declared(identifier)) : undefined;
  }

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
}

const nobody: ReadonlySet<Node> = new Set();
const newPlace = (): Place => new Place();
const newMap = <Value>(): Map<string, Value> => new Map();

const globalValue: PlainValue = { kind: 'global' };
