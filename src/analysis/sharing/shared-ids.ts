import type { TSESTree } from '@typescript-eslint/utils';
import { initialValuesOf } from '../class-members.ts';
import { writesOf } from '../definitions.ts';
import type { Creation, FunctionNode, Variable } from '../facts.ts';
import { functionOfScope } from '../stores/homes.ts';
import { isSingleton } from '../stores/singletons.ts';
import { parameterNames } from '../people/parameters.ts';
import { fieldOrigin, fieldWrites, isConstant } from '../people/fields.ts';
import { ownerOfSelf, selfAt } from '../self.ts';
import { awaited, contains, inline, propertyName } from '../tree.ts';
import { namesUser } from './names.ts';
import type { Serving } from './served.ts';

type Node = TSESTree.Node;

/** A resumption that fetches the same session for every caller of a handler. */
export interface SharedId {
  readonly creation: Creation;
  /** Where the one id is, as the code writes it. */
  readonly home: string;
  readonly handler: FunctionNode;
  /** The module variable that keeps the id, when it is one. */
  readonly variable: Variable | undefined;
}

/**
 * The one id that a handler resumes for everybody.
 *
 * | id                                                        | answer |
 * | --------------------------------------------------------- | ------ |
 * | a literal, `process.env.X`, a module constant             | shared |
 * | a module variable, a property of a module-level object    | shared |
 * | a variable of a start-up function around the handler      | shared |
 * | a field of a singleton                                    | shared |
 * | what a container gives for a key                          | not    |
 * | a variable of a connection's handler, a field of a conversation | not |
 */
export function sharedIdOf(serving: Serving, creation: Creation): SharedId | undefined {
  if (!creation.user) {
    return undefined;
  }
  const served = serving.handlerOf(creation.call);
  if (served?.kind !== 'caller') {
    return undefined;
  }
  const { handler } = served;
  const { graph } = serving.context;
  const paths = pathsOf(serving, creation.user);
  const open = paths.filter(path => !isWrittenOut(path));
  for (const path of open.length > 0 ? open : paths.filter(path => isConstant(graph, path))) {
    const home = homeOf(serving, path, handler);
    if (home) {
      return { creation, handler, ...home };
    }
  }
  return undefined;
}

/** The variables, fields and paths that an id argument is read from; not what a call gives. */
function pathsOf({ context }: Serving, argument: Node): Node[] {
  const paths: Node[] = [];
  const seen = new Set<Node>();
  const open: Node[] = [argument];
  for (let node = open.pop(); node; node = open.pop()) {
    const inner = awaited(node);
    if (seen.has(inner)) {
      continue;
    }
    seen.add(inner);
    switch (inner.type) {
      case 'LogicalExpression':
        open.push(inner.right, inner.left);
        break;
      case 'ConditionalExpression':
        open.push(inner.alternate, inner.consequent);
        break;
      case 'Identifier': {
        const alias = aliasOf(context, inner);
        if (alias) {
          open.push(alias);
        } else {
          paths.push(inner);
        }
        break;
      }
      default:
        paths.push(inner);
    }
  }
  return paths;
}

/** A literal beside something else is what stands for no id. */
function isWrittenOut(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'TemplateLiteral' || (node.type === 'Identifier' && node.name === 'undefined');
}

/** What a local variable that gets one value stands for. */
function aliasOf({ graph, units }: Serving['context'], node: Node): Node | undefined {
  const variable = graph.variableOf(node);
  const declarator = variable?.defs[0]?.node as Node | undefined;
  const around = variable && variable.scope.type !== 'module' && variable.scope.type !== 'global' ? functionOfScope(variable) : undefined;
  if (!variable || !around || declarator?.type !== 'VariableDeclarator') {
    return undefined;
  }
  const isFixed = declarator.parent.kind === 'const' || (units.of(around) === units.at(node) && writesOf(variable).length === 1);
  return isFixed && declarator.id.type === 'Identifier' && declarator.init
    ? declarator.init
    : undefined;
}

function homeOf(serving: Serving, path: Node, handler: FunctionNode): Pick<SharedId, 'home' | 'variable'> | undefined {
  const { graph, homes } = serving.context;
  const home = inline(graph.sourceCode, path);
  if (path.type === 'MemberExpression') {
    const isOfClass = graph.classOf(path.object) !== undefined;
    if (selfAt(graph, path.object) || isOfClass) {
      return isSharedField(serving, path) || (isOfClass && isAssigned(serving, path)) ? { home, variable: undefined } : undefined;
    }
    if (isConstant(graph, path)) {
      return { home, variable: undefined };
    }
    return isWrittenProperty(serving, path) ? { home, variable: undefined } : undefined;
  }
  const variable = path.type === 'Identifier' ? graph.variableOf(path) : undefined;
  if (!variable) {
    return isConstant(graph, path) ? { home, variable } : undefined;
  }
  const root = homes.ofVariable(variable);
  if (root.kind === 'module' && !root.isImported) {
    return variable.references.some(reference => reference.isWrite()) ? { home, variable } : undefined;
  }
  if (
    root.kind === 'closure' &&
    variable.defs[0]?.type === 'Variable' &&
    contains(root.declaredIn, handler) &&
    root.declaredIn !== handler
  ) {
    const isOfCaller = serving.isWithinHandler(root.declaredIn) || parameterNames(root.declaredIn).some(namesUser);
    return !isOfCaller && keepsId(serving, variable) ? { home, variable } : undefined;
  }
  return isConstant(graph, path) ? { home, variable: undefined } : undefined;
}

/** Whether a closure variable gets the id of a session, or a constant. */
function keepsId({ context: { graph } }: Serving, variable: Variable): boolean {
  for (const value of graph.variable(variable).plainValues()) {
    if (value.kind === 'id') {
      return true;
    }
  }
  return variable.references.some(({ writeExpr }) => writeExpr && isConstant(graph, writeExpr as Node));
}

/** `state.sessionId` of an object of the module or the process, when the file itself writes it; an entry's own id is one of many. */
function isWrittenProperty(serving: Serving, path: TSESTree.MemberExpression): boolean {
  const { root, isElement } = serving.context.homes.of(path.object);
  return !isElement && ((root.kind === 'module' && !root.isImported) || root.kind === 'global') && isAssigned(serving, path);
}

/** Whether the file assigns to a property, written in the same way. */
function isAssigned({ context: { graph, nodes } }: Serving, path: TSESTree.MemberExpression): boolean {
  const name = propertyName(path);
  return (
    name !== undefined &&
    nodes.of('AssignmentExpression').some(
      node =>
        node.left.type === 'MemberExpression' &&
        propertyName(node.left) === name &&
        inline(graph.sourceCode, node.left.object) === inline(graph.sourceCode, path.object),
    )
  );
}

/** A field that keeps one id for whoever calls the object. */
function isSharedField(serving: Serving, path: TSESTree.MemberExpression): boolean {
  const { graph, nodes, handlers } = serving.context;
  const here = ownerOfSelf(graph, path.object);
  const owner = here && 'owner' in here ? here.owner : graph.classOf(path.object);
  const field = propertyName(path);
  if (!owner || field === undefined) {
    return false;
  }
  const origin = fieldOrigin(graph, { owner, name: field, path: [] });
  if (origin !== 'unknown') {
    return origin === 'constant' && isWritten(serving, owner, field);
  }
  const isStatic = !here || ('isStatic' in here && here.isStatic);
  return isStatic || isSingleton({ graph, nodes, owner, handlers, field });
}

/** Whether a constant field says anything but that there is no id yet. */
function isWritten({ context: { graph } }: Serving, owner: Parameters<typeof fieldWrites>[1], field: string): boolean {
  const values = [...fieldWrites(graph, owner, field).map(({ node }) => node), ...initialValuesOf(owner, field)];
  return values.some(value => isConstant(graph, value));
}
