import type { TSESTree } from '@typescript-eslint/utils';
import type { Candidate } from './candidates.ts';
import { candidatesOf } from './candidates.ts';
import { cargoOf, isCollection, type Cargo } from './carriers.ts';
import { isConnectionScoped, isInFlight, isKeyedByRequest } from './exemptions.ts';
import type { Exports } from './exports.ts';
import type { ClassNode, Creation, FunctionNode, Home, Lifetime, Reason, Store, Variable } from './facts.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import type { ObjectValue } from './flow/values.ts';
import { isInTest, type Handlers } from './handlers.ts';
import { Homes, type Root, type Way } from './homes.ts';
import { isLazy, type Tested } from './lazy.ts';
import { isFieldLazy, judgeField, memberAround, ownerOf, readsParameter, type Viewpoint } from './ownership.ts';
import { originsOf } from './people.ts';
import { awaited, contains, enclosingFunction, functionName, inline, isFunction, literalKey, nodesBelow, propertyName, unwrapped } from './tree.ts';
import { script, type Units } from './units.ts';

type Node = TSESTree.Node;

/** What judging stores needs to know of a file. */
export interface StoreContext {
  readonly graph: Graph;
  readonly nodes: FileNodes;
  readonly exported: Exports;
  readonly handlers: Handlers;
  readonly units: Units;
  readonly homes: Homes;
}

interface Judged {
  readonly home: Home;
  readonly reason: Reason;
  readonly lazy: boolean;
}

/** Every store of a session, or of what came from one, into a home that outlives the unit of work. */
export function storesOf(context: StoreContext): Store[] {
  const { graph } = context;
  const candidates = [...candidatesOf(graph, context.nodes, graph.settings)];
  const fills = movesOf(context, candidates);
  const stores: Store[] = [];
  const dictionaries = dictionariesOf(context, candidates);
  for (const candidate of candidates) {
    const cargo = cargoAt(context, candidate, fills.fills);
    if (!cargo || isInTest(candidate.site)) {
      continue;
    }
    const judged = judge(context, candidate, cargo, dictionaries, fills);
    if (judged) {
      stores.push({
        site: candidate.site,
        value: candidate.valueNode,
        holds: cargo.holds,
        key: candidate.key,
        creations: cargo.creations,
        storedBy: storerName(candidate.site),
        ...judged,
      });
    }
  }
  return onePerSite(stores);
}

/** Two values stored by one statement into one home are one fault. */
function onePerSite(stores: Store[]): Store[] {
  const seen = new Map<string, Store>();
  for (const store of stores) {
    const key = `${store.site.range[0]}:${store.site.range[1]}`;
    const known = seen.get(key);
    if (!known || (known.holds === 'tools' && store.holds === 'session')) {
      seen.set(key, store);
    }
  }
  return [...seen.values()].sort((a, b) => a.site.range[0] - b.site.range[0]);
}

function storerName(site: Node): string | undefined {
  for (let at = enclosingFunction(site); at; at = enclosingFunction(at)) {
    const name = functionName(at);
    if (name !== undefined) {
      return name;
    }
  }
  return undefined;
}

/** Where each object of the file is filled from outside its literal, and where it goes in somewhere else. */
interface Moves {
  readonly fills: Map<ObjectValue, Node[]>;
  readonly puts: Map<ObjectValue, Node[]>;
}

function movesOf({ graph }: StoreContext, candidates: readonly Candidate[]): Moves {
  const moves: Moves = { fills: new Map(), puts: new Map() };
  const note = (where: Map<ObjectValue, Node[]>, object: ObjectValue, site: Node): void => {
    const known = where.get(object);
    if (known) {
      known.push(site);
    } else {
      where.set(object, [site]);
    }
  };
  for (const { how, target, site, value } of candidates) {
    if (site.type !== 'VariableDeclarator') {
      for (const put of value.plainValues()) {
        if (put.kind === 'object') {
          note(moves.puts, put, site);
        }
      }
    }
    const isInto = how === 'call' || how === 'element' || how === 'merge';
    const filled = how === 'assign' && target.type === 'MemberExpression' ? target.object : isInto ? target : undefined;
    if (filled) {
      for (const into of graph.place(filled).plainValues()) {
        if (into.kind === 'object') {
          note(moves.fills, into, site);
        }
      }
    }
  }
  return moves;
}

/** Whether a container that is filled here goes into its long-lived home only further down: the fault is there. */
function isPutAwayLater({ graph }: StoreContext, { how, target, site }: Candidate, puts: Moves['puts']): boolean {
  const filled = how === 'assign' && target.type === 'MemberExpression' ? target.object : target;
  if (how === 'assign' && filled === target) {
    return false;
  }
  const objects = [...graph.place(filled).plainValues()].flatMap(value => (value.kind === 'object' && puts.has(value) ? [value] : []));
  return objects.length > 0 && objects.every(object => puts.get(object)!.every(put => !isAfter(site, put, object) && put !== site));
}

/** What a candidate stores: nothing when a container goes in empty and is filled afterwards. */
function cargoAt({ graph }: StoreContext, candidate: Candidate, fills: Map<ObjectValue, Node[]>): Cargo | undefined {
  const { value, valueNode, site } = candidate;
  const isFilledLater = (object: ObjectValue): boolean => {
    const filled = fills.get(object);
    return filled !== undefined && filled.every(fill => isAfter(fill, site, object));
  };
  const cargo = cargoOf(graph, value, isFilledLater);
  if (cargo) {
    return cargo;
  }
  if (candidate.how === 'export') {
    return undefined;
  }
  const stored = valueNode && unwrapped(valueNode);
  const isNothing = stored && (stored.type === 'Literal' || (stored.type === 'Identifier' && stored.name === 'undefined'));
  return stored && !isNothing && isOpaque(graph, candidate) ? promisedCargo(graph, candidate) : undefined;
}

/** Whether nothing in the file says what is stored. */
function isOpaque(graph: Graph, candidate: Candidate): boolean {
  for (const value of candidate.value.plainValues()) {
    const isWrapper = value.kind === 'object' && candidate.how !== 'assign';
    if (value.kind !== 'parameter' && value.kind !== 'client' && !isWrapper) {
      return false;
    }
  }
  const stored = candidate.valueNode && unwrapped(candidate.valueNode);
  if (stored?.type === 'ObjectExpression') {
    return candidate.how !== 'assign';
  }
  return stored !== undefined && !graph.variableOf(stored)?.references.some(reference => reference.writeExpr?.type === 'Literal');
}

/** What the annotation of a variable or container says of everything that goes in. */
function promisedCargo(graph: Graph, candidate: Candidate): Cargo | undefined {
  if (candidate.how === 'assign') {
    return candidate.target.type === 'Identifier' ? promised(cargoOf(graph, graph.place(candidate.target))) : undefined;
  }
  for (const value of graph.place(candidate.target).plainValues()) {
    const found = value.kind === 'object' ? promised(cargoOf(graph, value.elements)) : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

function promised(cargo: Cargo | undefined): Cargo | undefined {
  return cargo?.sessions.some(session => !session.creation) ? { holds: 'session', creations: [], sessions: cargo.sessions } : undefined;
}

/** Whether a fill of `object` runs after `site`: further down, or in another function than the one that makes the object. */
function isAfter(fill: Node, site: Node, object: ObjectValue): boolean {
  if (enclosingFunction(fill) !== enclosingFunction(site)) {
    return enclosingFunction(object.node) !== enclosingFunction(fill);
  }
  return fill.range[0] > site.range[0] && !contains(site, fill);
}

/** Objects that keep sessions under two or more names. */
function dictionariesOf({ graph }: StoreContext, candidates: readonly Candidate[]): Set<string> {
  const names = new Map<string, Set<string>>();
  for (const { how, target, value, key } of candidates) {
    const object = how === 'merge' ? target : how === 'assign' && target.type === 'MemberExpression' ? target.object : undefined;
    if (object && unwrapped(object).type !== 'ThisExpression' && cargoOf(graph, value)) {
      const text = inline(graph.sourceCode, object);
      const known = names.get(text) ?? new Set();
      known.add(inline(graph.sourceCode, key ?? (target as TSESTree.MemberExpression).property));
      names.set(text, known);
    }
  }
  return new Set([...names].filter(([, keys]) => keys.size > 1).map(([object]) => object));
}

function judge(
  context: StoreContext,
  candidate: Candidate,
  cargo: Cargo,
  dictionaries: ReadonlySet<string>,
  fills: Moves,
): Judged | undefined {
  if (candidate.how === 'memo') {
    return judgeMemo(context, candidate);
  }
  if (candidate.how === 'state') {
    return found(context, candidate, moduleRoot, 'memo', 'outlives', false);
  }
  if (candidate.how === 'export') {
    const isOwn = !!candidate.valueNode && bringsCargo(context.graph, candidate.valueNode);
    return isOwn && !isScriptFile(context, candidate.site) ? found(context, candidate, moduleRoot, 'module', 'outlives', false) : undefined;
  }
  if (candidate.how === 'assign' && candidate.target.type === 'MemberExpression' && isRefObject(context.graph, candidate.target)) {
    return found(context, candidate, moduleRoot, 'memo', 'outlives', isGuarded(candidate));
  }
  if (isPutAwayLater(context, candidate, fills.puts) || isReadBack(context, candidate)) {
    return undefined;
  }
  const way = wayOf(context, candidate);
  const { root } = way;
  const isContainer = isContainerStore(context, candidate, way, dictionaries);
  const kind = isContainer ? 'container' : kindOf(root);
  switch (root.kind) {
    case 'local':
    case 'unknown':
      return undefined;
    case 'request':
      return root.isSession && cargo.sessions.length > 0 ? found(context, candidate, root, 'container', 'outlives', false) : undefined;
    case 'global':
      return judgeGlobal(context, candidate, isContainer && candidate.how === 'call');
    case 'module':
      return judgeModule(context, candidate, cargo, root, kind);
    case 'field':
      return judgeFieldRoot(context, candidate, cargo, root, kind);
    case 'closure':
      return judgeClosure(context, candidate, cargo, root, kind);
  }
}

/** Whether an exported expression holds a session itself, and not only through a variable that is reported already. */
function bringsCargo(graph: Graph, node: Node): boolean {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') {
    return false;
  }
  if (inner.type === 'ObjectExpression') {
    return inner.properties.some(property => property.type === 'Property' && bringsCargo(graph, property.value));
  }
  return cargoOf(graph, graph.place(inner)) !== undefined;
}

const moduleRoot: Root = { kind: 'module', variable: undefined, isImported: false };

function wayOf({ homes, graph }: StoreContext, candidate: Candidate): Way {
  const { target, how } = candidate;
  if (target.type === 'PropertyDefinition') {
    const owner = target.parent.parent as ClassNode;
    return { root: { kind: 'field', owner, name: propertyName(target) ?? '', isStatic: target.static }, isElement: false };
  }
  if (how === 'register') {
    return { root: { kind: 'global' }, isElement: false };
  }
  if (how === 'assign' && target.type === 'Identifier') {
    const variable = graph.variableOf(target);
    if (!variable) {
      return { root: { kind: 'global' }, isElement: false };
    }
    const root = homes.ofVariable(variable);
    const isOwn = root.kind === 'closure' && candidate.site.type === 'VariableDeclarator';
    return { root: isOwn ? { kind: 'local', variable } : root, isElement: false };
  }
  if (how === 'merge' && target.type === 'ThisExpression' && candidate.key?.type === 'Identifier') {
    const way = homes.of(target);
    return way.root.kind === 'field' ? { root: { ...way.root, name: candidate.key.name }, isElement: false } : way;
  }
  if (how === 'assign' && target.type === 'MemberExpression') {
    const object = homes.of(target.object);
    return object.root.kind === 'request' ? object : homes.of(target);
  }
  return homes.of(target);
}

/** Whether a store puts something into a container rather than under one name. */
function isContainerStore(context: StoreContext, candidate: Candidate, way: Way, dictionaries: ReadonlySet<string>): boolean {
  const { graph } = context;
  const { how, target } = candidate;
  if (how === 'call') {
    return true;
  }
  if (how === 'element') {
    return way.root.kind !== 'global' && !(candidate.key && isConstantKey(graph, candidate.key));
  }
  if (how === 'merge' && (way.isElement || dictionaries.has(inline(graph.sourceCode, target)))) {
    return true;
  }
  if (how === 'assign' && target.type === 'MemberExpression') {
    if (way.isElement || dictionaries.has(inline(graph.sourceCode, target.object))) {
      return true;
    }
  }
  return isCollection(graph, candidate.value);
}

/** `useRef(…).current` */
function isRefObject(graph: Graph, target: TSESTree.MemberExpression): boolean {
  const object = unwrapped(target.object);
  const definition = object.type === 'Identifier' ? (graph.variableOf(object)?.defs[0]?.node as Node | undefined) : undefined;
  return propertyName(target) === 'current' && definition?.type === 'VariableDeclarator' && definition.init?.type === 'CallExpression' && /useRef$/u.test(inline(graph.sourceCode, definition.init.callee));
}

function isConstantKey(graph: Graph, key: Node): boolean {
  return literalKey(key) !== undefined || originsOf(graph, key).every(origin => origin.kind === 'constant');
}

function kindOf(root: Root): Home['kind'] {
  return root.kind === 'field' ? 'field' : root.kind === 'closure' ? 'closure' : root.kind === 'global' ? 'global' : 'module';
}

function judgeMemo(context: StoreContext, candidate: Candidate): Judged | undefined {
  const { units, graph } = context;
  const { site, target } = candidate;
  const around = enclosingFunction(site);
  const name = target.type === 'CallExpression' ? inline(graph.sourceCode, target.callee) : '';
  const isShared = name === 'unstable_cache';
  if (around && !isShared && target.type === 'CallExpression') {
    const unit = units.of(around);
    const isKept = unit !== script && isKeptBy(target);
    if (!isKept) {
      return undefined;
    }
  }
  if (!around && isMemoOfScript(context, site)) {
    return undefined;
  }
  return found(context, candidate, moduleRoot, 'memo', 'outlives', false);
}

/** A memo made in a function outlives it when it is returned or put into a field. */
function isKeptBy(memo: Node): boolean {
  const { parent } = memo;
  return (
    parent?.type === 'ReturnStatement' ||
    parent?.type === 'PropertyDefinition' ||
    (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
  );
}

function isMemoOfScript(context: StoreContext, site: Node): boolean {
  const { parent } = site;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') {
    return false;
  }
  const variable = context.graph.variableOf(parent.id);
  return !!variable && isScriptVariable(context, variable);
}

/** Whether only top-level code (and functions that only it calls) uses a variable. */
function isScriptVariable(context: StoreContext, variable: Variable): boolean {
  const { units, exported } = context;
  if (exported.variables.has(variable)) {
    return false;
  }
  return variable.references.every(reference => {
    const node = reference.identifier as Node;
    const isOfScript = isTypeReference(reference) || units.at(node) === script;
    return isOfScript && aliasesOf(context, node).every(alias => alias === variable || isScriptVariable(context, alias));
  });
}

function isTypeReference(reference: Variable['references'][number]): boolean {
  return 'isTypeReference' in reference && reference.isTypeReference === true && !reference.isValueReference;
}

function isScriptFile({ units, exported }: StoreContext, site: Node): boolean {
  return exported.values.length === 0 && units.at(site) === script;
}

function judgeGlobal(context: StoreContext, candidate: Candidate, isContainer: boolean): Judged | undefined {
  const { units, exported, handlers } = context;
  const isScript = units.at(candidate.site) === script && exported.values.length === 0 && (handlers.isCommandLine || handlers.kinds.size === 0) && !hasSharedReader(context, candidate);
  if (isScript && candidate.how !== 'register') {
    return undefined;
  }
  const tested = testedOf(context, candidate);
  return found(context, candidate, { kind: 'global' }, isContainer ? 'container' : 'global', 'outlives', !!tested && isLazy(context.graph, candidate.site, tested));
}

/** Whether a function that is not the script's names the same global. */
function hasSharedReader({ units, nodes, graph }: StoreContext, candidate: Candidate): boolean {
  const name = candidate.target.type === 'MemberExpression' ? propertyName(candidate.target) : undefined;
  return nodes.all.some(
    node => node.type === 'MemberExpression' && propertyName(node) === name && node !== candidate.target && units.at(node) !== script && [...graph.place(node.object).plainValues()].some(value => value.kind === 'global'),
  );
}

function judgeModule(
  context: StoreContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'module' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, homes, handlers, units } = context;
  const { variable } = root;
  if (kind === 'container') {
    if (isInFlight(graph, candidate) || isConnectionScoped(graph, candidate, handlers) || isKeyedByRequest(graph, candidate, name => homes.isRequestName(name))) {
      return undefined;
    }
    const isScript = variable && !root.isImported ? isScriptVariable(context, variable) : units.at(candidate.site) === script;
    if (isScript || isReadBackHere(graph, candidate)) {
      return undefined;
    }
    if (candidate.site.type === 'VariableDeclarator' && variable && !isSharedVariable(context, variable)) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  if (variable && !root.isImported && (isScriptVariable(context, variable) || !isSharedVariable(context, variable))) {
    return undefined;
  }
  if ((!variable || root.isImported) && units.at(candidate.site) === script) {
    return undefined;
  }
  const tested = testedOf(context, candidate);
  const lazy = !!tested && isLazy(graph, candidate.site, tested);
  const view = viewOfFunction(graph, candidate.site);
  const reason: Reason = !lazy ? 'outlives' : ownerOf(view, cargo.creations) === 'parameter' ? 'ignores-user' : readsParameter(view, cargo.creations) ? 'ignores-config' : 'outlives';
  return found(context, candidate, root, kind, reason, lazy);
}

/** From a module's variable nothing is identity: every parameter is the caller's. */
function viewOfFunction(graph: Graph, site: Node): Viewpoint {
  return { graph, storing: enclosingFunction(site), isIdentity: () => false };
}

/** Whether a variable is exported, or read by a function that is not the script's. */
function isSharedVariable(context: StoreContext, variable: Variable): boolean {
  const { units, exported } = context;
  if (exported.variables.has(variable)) {
    return true;
  }
  return variable.references.some(reference => {
    const node = reference.identifier as Node;
    if (!reference.isRead() || isTypeReference(reference) || isStoredUnder(node)) {
      return false;
    }
    return units.at(node) !== script || aliasesOf(context, node).some(alias => alias !== variable && isSharedVariable(context, alias));
  });
}

/** `const alias = variable` at the top level. */
function aliasesOf({ graph }: StoreContext, node: Node): Variable[] {
  const { parent } = node;
  const alias = parent?.type === 'VariableDeclarator' && parent.init === node ? graph.variableOf(parent.id) : undefined;
  return alias && alias.defs[0]?.node !== graph.variableOf(node)?.defs[0]?.node ? [alias] : [];
}

/** `state` of `state.session = …` is no read. */
function isStoredUnder(node: Node): boolean {
  let at = node;
  while (at.parent?.type === 'MemberExpression' && at.parent.object === at) {
    at = at.parent;
  }
  return at !== node && at.parent?.type === 'AssignmentExpression' && at.parent.left === at && at.parent.operator === '=' && at.parent.parent.type === 'ExpressionStatement';
}

/** Whether what is stored was read from a long-lived home, where it was reported already. */
function isReadBack({ graph, homes }: StoreContext, { valueNode, how }: Candidate): boolean {
  const stored = valueNode && awaited(valueNode);
  if (how !== 'assign') {
    return false;
  }
  if (stored?.type === 'CallExpression') {
    const isGet = stored.callee.type === 'MemberExpression' && propertyName(stored.callee) === 'get';
    return isGet && ['module', 'field', 'global'].includes(homes.of(stored).root.kind);
  }
  const variable = stored?.type === 'Identifier' ? graph.variableOf(stored) : undefined;
  return variable !== undefined && homes.ofVariable(variable).kind === 'module';
}

/** Whether what is stored was just read from the same home. */
function isReadBackHere(graph: Graph, candidate: Candidate): boolean {
  const stored = candidate.valueNode && unwrapped(candidate.valueNode);
  const definition = stored?.type === 'Identifier' ? graph.variableOf(stored) : undefined;
  if (!definition || definition.references.filter(reference => reference.isWrite()).length !== 1) {
    return false;
  }
  const declarator = definition.defs[0]?.node as Node | undefined;
  const initial = declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
  return (
    initial?.type === 'CallExpression' &&
    initial.callee.type === 'MemberExpression' &&
    inline(graph.sourceCode, initial.callee.object) === inline(graph.sourceCode, candidate.target)
  );
}

/** A container whose key leaves out what the creation reads serves one caller's session to the next. */
function keyReason({ graph }: StoreContext, candidate: Candidate, cargo: Cargo): Reason {
  if (!candidate.key || cargo.creations.some(({ call }) => enclosingFunction(call) !== enclosingFunction(candidate.site))) {
    return 'outlives';
  }
  const named = parametersIn(graph, candidate.key);
  for (const { user, config } of cargo.creations) {
    const users = user ? parametersIn(graph, user) : new Set<string>();
    if (users.size > 0 && ![...users].some(name => named.has(name))) {
      return 'ignores-user';
    }
    const configs = config ? parametersIn(graph, config) : new Set<string>();
    if ([...configs].some(name => !named.has(name) && !users.has(name))) {
      return 'ignores-config';
    }
  }
  return 'outlives';
}

function parametersIn(graph: Graph, node: Node): Set<string> {
  const names = new Set<string>();
  for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
    if (inner.type === 'Identifier' && graph.references.has(inner)) {
      const add = (origins: ReturnType<typeof originsOf>): void => {
        for (const origin of origins) {
          if (origin.kind === 'parameter') {
            names.add(`${origin.function.range[0]}:${origin.name}`);
          } else if (origin.kind === 'call') {
            add([...origin.inputs]);
          }
        }
      };
      add(originsOf(graph, inner));
    }
  }
  return names;
}

/** Whether the store stands behind a test (of whatever the get-or-create asked for). */
function isGuarded(candidate: Candidate): boolean {
  const around = enclosingFunction(candidate.site);
  for (let at = candidate.site.parent; at && at !== around; at = at.parent) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'LogicalExpression') {
      return true;
    }
  }
  return false;
}

function judgeFieldRoot(
  context: StoreContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'field' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, units, handlers, nodes, homes } = context;
  const { site } = candidate;
  const member = memberAround(site);
  const isScript = member ? units.of(member) === script && !isHandledInside(context, root) : isScriptClass(context, root.owner);
  if (isScript) {
    return undefined;
  }
  if (kind === 'container') {
    if (isInFlight(graph, candidate) || isConnectionScoped(graph, candidate, handlers) || isKeyedByRequest(graph, candidate, name => homes.isRequestName(name)) || isReadBackHere(graph, candidate)) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  if (cargo.creations.length === 0) {
    return undefined;
  }
  const store = { graph, nodes, handlers, owner: root.owner, field: root.name, isStatic: root.isStatic, site, creations: cargo.creations };
  const reason = judgeField(store);
  return reason && found(context, candidate, root, kind, reason, isFieldLazy(store, member));
}

/** Whether a class registers handlers that read one of its fields. */
function isHandledInside({ handlers }: StoreContext, root: Root & { kind: 'field' }): boolean {
  return [...handlers.kinds.keys()].some(handler => contains(root.owner, handler));
}

/** Whether all code of a class belongs to the script. */
function isScriptClass({ units }: StoreContext, owner: ClassNode): boolean {
  const members = owner.body.body.flatMap(member => ('value' in member && isFunction(member.value) ? [member.value] : []));
  return members.length > 0 && members.every(member => isConstructorOf(member) || units.of(member) === script);
}

function isConstructorOf(member: FunctionNode): boolean {
  return member.parent.type === 'MethodDefinition' && member.parent.kind === 'constructor';
}

function judgeClosure(
  context: StoreContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'closure' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, units, handlers } = context;
  const { declaredIn, variable } = root;
  const home = units.of(declaredIn);
  const isSameUnit = units.at(candidate.site) === home;
  if (isSameUnit || isWithinHandler(context, declaredIn)) {
    return undefined;
  }
  const storing = enclosingFunction(candidate.site);
  if (home !== script && cargo.creations.length > 0 && cargo.creations.every(creation => isGiven(graph, creation, declaredIn))) {
    return undefined;
  }
  const view: Viewpoint = {
    graph,
    storing,
    isIdentity: origin => origin.kind === 'parameter' && contains(origin.function, declaredIn),
  };
  const owner = ownerOf(view, cargo.creations);
  if (kind === 'container') {
    if (owner === 'identity' || isInFlight(graph, candidate) || isConnectionScoped(graph, candidate, handlers) || isReadBackHere(graph, candidate)) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  const lazy = isLazy(graph, candidate.site, { kind: 'variable', variable });
  if (!lazy || cargo.creations.length === 0) {
    return undefined;
  }
  if (owner === 'identity') {
    return readsParameter(view, cargo.creations) ? found(context, candidate, root, kind, 'ignores-config', lazy) : undefined;
  }
  return found(context, candidate, root, kind, owner === 'constant' ? 'constant-user' : 'ignores-user', lazy);
}

/** Whether a creation is the business of whoever called the function around the closure: `once(() => create(u))`. */
function isGiven(graph: Graph, { call }: Creation, declaredIn: FunctionNode): boolean {
  if (contains(declaredIn, call)) {
    return false;
  }
  const maker = enclosingFunction(call);
  const isOfCallback = !maker || !isFunctionNamed(maker);
  return isOfCallback || ![...(graph.callers.get(maker) ?? [])].some(caller => contains(declaredIn, caller));
}

function isFunctionNamed(node: FunctionNode): boolean {
  return node.parent.type !== 'CallExpression' && node.parent.type !== 'NewExpression';
}

/** Whether a function is a handler, or stands in one: its variables belong to one request or connection. */
function isWithinHandler({ handlers }: StoreContext, node: FunctionNode): boolean {
  for (let at: FunctionNode | undefined = node; at; at = enclosingFunction(at)) {
    if (handlers.kinds.get(at) === 'caller') {
      return true;
    }
  }
  return false;
}

function testedOf({ graph }: StoreContext, candidate: Candidate): Tested | undefined {
  const { target } = candidate;
  if (target.type === 'Identifier') {
    const variable = graph.variableOf(target);
    return variable && { kind: 'variable', variable };
  }
  if (target.type === 'MemberExpression') {
    let root: Node = target;
    while (root.type === 'MemberExpression') {
      root = unwrapped(root.object);
    }
    const variable = root.type === 'Identifier' ? graph.variableOf(root) : undefined;
    const name = propertyName(target);
    return variable ? { kind: 'variable', variable } : name === undefined ? undefined : { kind: 'field', name };
  }
  return undefined;
}

const lifetimes: Record<Root['kind'], Lifetime> = {
  closure: 'closure',
  field: 'instance',
  global: 'global',
  local: 'call',
  module: 'module',
  request: 'conversation',
  unknown: 'call',
};

function found({ graph }: StoreContext, candidate: Candidate, root: Root, kind: Home['kind'], reason: Reason, lazy: boolean): Judged {
  const variable = root.kind === 'module' || root.kind === 'closure' ? root.variable : undefined;
  const owner = root.kind === 'field' ? root.owner : undefined;
  return {
    home: {
      kind,
      name: homeName(graph, candidate),
      lifetime: root.kind === 'field' && root.isStatic ? 'static' : lifetimes[root.kind],
      variable,
      owner,
      declaration: variable ? (variable.defs[0]?.node as Node | undefined) : owner && root.kind === 'field' ? fieldDeclaration(owner, root.name) : undefined,
    },
    reason,
    lazy,
  };
}

function fieldDeclaration(owner: ClassNode, name: string): Node | undefined {
  return owner.body.body.find(member => member.type === 'PropertyDefinition' && propertyName(member) === name);
}

function homeName(graph: Graph, { how, target, site, key }: Candidate): string {
  if (how === 'memo' || how === 'state') {
    return site.type === 'Decorator' ? inline(graph.sourceCode, site) : inline(graph.sourceCode, (target as TSESTree.CallExpression).callee);
  }
  if (how === 'export') {
    return site.type === 'ExportDefaultDeclaration' ? 'export default' : inline(graph.sourceCode, target);
  }
  if (target.type === 'PropertyDefinition') {
    return `${target.static ? (target.parent.parent.id?.name ?? 'this') : 'this'}.${propertyName(target) ?? ''}`;
  }
  if (how === 'merge' && key?.type === 'Identifier') {
    return `${inline(graph.sourceCode, target)}.${key.name}`;
  }
  return inline(graph.sourceCode, target).replaceAll('?.', '.').replaceAll('!', '');
}
