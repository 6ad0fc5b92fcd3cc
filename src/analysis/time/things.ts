import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { PlainValue, SessionValue } from '../flow/values.ts';
import type { CodeRoot } from '../order/control-flow.ts';
import { contains, enclosingFunction, isFunction, nodesBelow } from '../tree.ts';
import { dependenciesOf, withTurns, type Dependencies } from './dependencies.ts';
import { carriedOver, outsideExpression } from './carried-over.ts';
import { calledAt } from './summaries.ts';
import type { Thing } from './identity.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Factories are followed this deep. */
const mostHops = 3;

interface Making {
  readonly dependencies?: Dependencies | undefined;
  readonly sources?: readonly Thing[];
  readonly isOutside?: boolean;
}

/** The sessions of one piece of code, and what is taken from them: one thing for each place where one comes to be. */
export class Things {
  readonly #known = new Map<Node, Map<string, Thing>>();
  readonly #elements = new Map<Thing, Map<string, Thing>>();
  readonly #takenAt = new Map<Node, readonly Thing[]>();
  #makers: Map<SessionValue, Call[]> | undefined;

  constructor(
    readonly graph: Graph,
    readonly root: CodeRoot,
  ) {}

  /** What came to be at a node. */
  at(node: Node): Iterable<Thing> | undefined {
    return this.#known.get(node)?.values();
  }

  /** The thing of a kind that comes to be at `node`; `label` tells several apart. */
  thing(node: Node, kind: Thing['kind'], { dependencies, sources = [], isOutside = false }: Making = {}, label = ''): Thing {
    let ofNode = this.#known.get(node);
    if (!ofNode) {
      this.#known.set(node, (ofNode = new Map()));
    }
    const key = `${kind} ${label}`;
    let thing = ofNode.get(key);
    if (!thing) {
      ofNode.set(key, (thing = { kind, node, dependencies, sources: new Set(), isOutside, among: undefined }));
    }
    for (const source of sources) {
      if (source !== thing) {
        thing.sources.add(source);
      }
    }
    return thing;
  }

  /** One of the sessions that `thing` stands for: what happens to it says nothing about the others. */
  element(thing: Thing, key: string): Thing {
    if (thing.kind !== 'session' || thing.among) {
      return thing;
    }
    let ofThing = this.#elements.get(thing);
    if (!ofThing) {
      this.#elements.set(thing, (ofThing = new Map()));
    }
    let element = ofThing.get(key);
    if (!element) {
      ofThing.set(key, (element = { ...thing, sources: new Set(thing.sources), among: thing, key }));
    }
    return element;
  }

  /** The same for what `node` takes out of a container whose key is not known. */
  elementAt(thing: Thing, node: Node): Thing {
    const element = this.element(thing, `at ${node.range[0]}-${node.range[1]}`);
    const known = this.#takenAt.get(node);
    if (element.among && !known?.includes(element)) {
      this.#takenAt.set(node, [...(known ?? []), element]);
    }
    return element;
  }

  /** What `node` has taken out of containers: another one each time that it is evaluated. */
  elementsAt(node: Node): readonly Thing[] {
    return this.#takenAt.get(node) ?? [];
  }

  /** The session that a call makes: a creation, or a function called there that gives one that it created. */
  madeAt(call: Call): Thing | undefined {
    const own = this.graph.sessions.get(call)?.creation;
    if (own) {
      return this.thing(call, 'session', { dependencies: dependenciesOf(this.graph, own) });
    }
    const session = this.#sessionFrom(call);
    return session && this.thing(call, 'session', { dependencies: this.dependenciesAt(call, session) });
  }

  /** The session that a function called at `call` creates and keeps in a variable or field around it. */
  keptAt(call: Node, value: Node): Thing | undefined {
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') {
      return undefined;
    }
    for (const session of this.graph.place(value).plainValues()) {
      const dependencies = session.kind === 'session' && !this.isHere(session.node) ? this.dependenciesAt(call, session) : undefined;
      if (dependencies) {
        return this.thing(call, 'session', { dependencies }, String(value.range[0]));
      }
    }
    return undefined;
  }

  /** The session that the functions called here create and give: itself, or as the only one inside something. */
  #sessionFrom(call: Call): SessionValue | undefined {
    if (calledOrGiven(this.graph, call).size === 0) {
      return undefined;
    }
    const values = [...this.graph.place(call).plainValues()];
    const alone = values.filter(value => value.kind === 'session');
    const made = (alone.length > 0 ? alone : [...new Set(values.flatMap(value => [...sessionsIn(value)]))]).filter(
      session => session.creation && !this.isHere(session.creation.call) && this.dependenciesAt(call, session),
    );
    return alone.length > 0 || made.length === 1 ? made[0] : undefined;
  }

  /** What a session depends on, seen from the call whose callee creates it, however many calls deep. */
  dependenciesAt(call: Call, session: SessionValue, hops = 0): Dependencies | undefined {
    const { creation } = session;
    if (!creation) {
      return undefined;
    }
    if (creation.call === call) {
      return dependenciesOf(this.graph, creation);
    }
    for (const called of calledOrGiven(this.graph, call)) {
      const inner = contains(called, creation.call) ? creation.call : this.#callGiving(called, session);
      const own = inner && hops < mostHops ? this.dependenciesAt(inner, session, hops + 1) : undefined;
      if (own) {
        return this.#seenFrom(call, called, own);
      }
    }
    return undefined;
  }

  #callGiving(called: FunctionNode, session: SessionValue): Call | undefined {
    for (const node of nodesBelow(called.body, this.graph.sourceCode.visitorKeys)) {
      if (
        node.type === 'CallExpression' &&
        [...this.graph.place(node).plainValues()].some(value => [...sessionsIn(value)].includes(session))
      ) {
        return node;
      }
    }
    return undefined;
  }

  #seenFrom(call: Call, called: FunctionNode, own: Dependencies): Dependencies {
    const places = own.places.flatMap(({ role, path }) =>
      carriedOver(this.graph, call, called, [{ kind: 'mutate', node: call, paths: [path] }]).flatMap(effect =>
        effect.kind === 'mutate' ? effect.paths.map(each => ({ role, path: each })) : [],
      ),
    );
    const user = own.user && own.user.type === 'Identifier' ? outsideExpression(this.graph, call, called, own.user) : own.user;
    return { ...own, places: withTurns(places, call), user: user as Dependencies['user'] };
  }

  /** The thing that stands for a session made in this code, or given to it. */
  ofSession(session: SessionValue, isOutside = true): Thing {
    const { creation } = session;
    if (!creation) {
      return this.thing(session.node, 'session', { isOutside: true });
    }
    if (this.isHere(creation.call)) {
      return this.thing(creation.call, 'session', { dependencies: dependenciesOf(this.graph, creation) });
    }
    const makers = this.#makersOf(session);
    const [maker] = makers;
    return maker && makers.length === 1
      ? this.thing(maker, 'session', { dependencies: this.dependenciesAt(maker, session) })
      : this.thing(creation.call, 'session', { dependencies: dependenciesOf(this.graph, creation), isOutside });
  }

  /** The calls of this code at which a function of the file gives a session that it created. */
  #makersOf(session: SessionValue): readonly Call[] {
    if (!this.#makers) {
      this.#makers = new Map();
      for (const node of nodesBelow(this.root, this.graph.sourceCode.visitorKeys)) {
        const made = node.type === 'CallExpression' && this.isHere(node) ? this.#sessionFrom(node) : undefined;
        if (made) {
          this.#makers.set(made, [...(this.#makers.get(made) ?? []), node as Call]);
        }
      }
    }
    return this.#makers.get(session) ?? [];
  }

  /** Whether a node is evaluated by this code itself, not by a function inside it. */
  isHere(node: Node): boolean {
    return isFunction(this.root) ? enclosingFunction(node) === this.root : enclosingFunction(node) === undefined;
  }
}

/** What a call runs, or is given to run: `await withRetry(() => create(…))`. */
function calledOrGiven(graph: Graph, call: Call): Set<FunctionNode> {
  return new Set([...calledAt(graph, call), ...call.arguments.flatMap(argument => (isFunction(argument) ? [argument] : []))]);
}

function* sessionsIn(value: PlainValue): Generator<SessionValue> {
  if (value.kind === 'session') {
    yield value;
  } else if (value.kind === 'object') {
    for (const inside of value.all.plainValues()) {
      if (inside.kind === 'session') {
        yield inside;
      }
    }
  }
}

