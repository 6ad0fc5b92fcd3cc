import type { TSESTree } from '@typescript-eslint/utils';
import { clientClass, otherSdkModules } from '../../sdk/model.ts';
import type { Variable } from '../facts.ts';
import { scopesOf } from '../scopes.ts';
import { ownerOfSelf } from '../self.ts';
import { awaited, isField, isFunction, isNamed, lastName, propertyName } from '../tree.ts';
import { sdkClass, sdkModule, type Graph } from './graph.ts';
import { importedAt, loadedBy, moduleOf } from './imports.ts';
import { importedFromCore } from './types.ts';

type Node = TSESTree.Node;

const product = /composio/iu;

/** Gives imported names of the SDK their values. */
export function seedImports(graph: Graph): void {
  for (const scope of scopesOf(graph.sourceCode)) {
    for (const variable of scope.variables) {
      const imported = importedFromCore(graph, variable);
      if (imported === clientClass) {
        graph.flow.add(graph.variable(variable), sdkClass);
      } else if (imported === '*') {
        graph.flow.add(graph.variable(variable), sdkModule);
      }
    }
  }
}

/** An expression that has the name of a client: the product's, or one of `settings.clients`. */
interface Named {
  readonly node: Node;
  readonly name: string;
  readonly isSetting: boolean;
}

/** The expressions of a file that are named like clients. */
export function namesOfClients(
  graph: Graph,
  nodes: readonly (TSESTree.CallExpression | TSESTree.Identifier | TSESTree.MemberExpression)[],
): Named[] {
  const { clients } = graph.settings;
  const isProduct = new Map<string, boolean>();
  const found: Named[] = [];
  for (const node of nodes) {
    const name = lastName(node);
    if (name === undefined || (node.type === 'Identifier' && !graph.references.has(node) && !isFreeName(node))) {
      continue;
    }
    const isSetting = clients.length > 0 && clients.some(client => client === name || client === graph.sourceCode.getText(node));
    let isNamed = isProduct.get(name);
    if (isNamed === undefined) {
      isProduct.set(name, (isNamed = product.test(name)));
    }
    if (isSetting || isNamed) {
      found.push({ node, name, isSetting });
    }
  }
  return found;
}

/** Whether an unresolved identifier stands for a value (and is no property name or label). */
function isFreeName(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return parent.value === node;
    case 'AccessorProperty':
    case 'PropertyDefinition':
      return parent.value === node;
    case 'MethodDefinition':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false;
    default:
      return true;
  }
}

/**
 * Names are the weakest evidence: an expression that is named like a client is one where nothing else says what it is.
 */
export function seedName(graph: Graph, { node, name, isSetting }: Named): void {
  const place = graph.place(node);
  for (const value of place.plainValues()) {
    if (value.kind !== 'parameter' && !(value.kind === 'object' && value.told)) {
      if (value.kind !== 'client' || !isSetting) {
        return;
      }
    }
  }
  if (isSetting) {
    graph.flow.add(place, graph.client('settings'));
    return;
  }
  if (isUnknown(graph, node, 0)) {
    const isClassName = name === clientClass && node.type === 'Identifier' && importedAt(graph, node) !== undefined;
    graph.flow.add(place, isClassName ? sdkClass : graph.client('name'));
  }
}

/** Hops that the origin of a name is looked for. */
const mostHops = 4;

/** Whether nothing in the file says what `node` is: imported, a parameter, untyped, global. */
function isUnknown(graph: Graph, node: Node, hops: number): boolean {
  const inner = awaited(node);
  if (hops > mostHops) {
    return false;
  }
  const loaded = loadedBy(graph, inner);
  if (loaded !== undefined) {
    return !isOtherSdk(loaded);
  }
  switch (inner.type) {
    case 'Identifier': {
      const variable = graph.variableOf(inner);
      return !variable || isUnknownVariable(graph, variable, hops);
    }
    case 'MemberExpression':
      return isUnknownMember(graph, inner, hops);
    case 'CallExpression':
    case 'NewExpression':
      return isUnknownCall(graph, inner, hops);
    case 'LogicalExpression':
      return isUnknown(graph, inner.left, hops + 1) || isUnknown(graph, inner.right, hops + 1);
    case 'ConditionalExpression':
      return isUnknown(graph, inner.consequent, hops + 1) || isUnknown(graph, inner.alternate, hops + 1);
    case 'AssignmentExpression':
      return isUnknown(graph, inner.right, hops + 1);
    case 'Literal':
      return inner.value === null;
    default:
      return false;
  }
}

function isUnknownVariable(graph: Graph, variable: Variable, hops: number): boolean {
  const definition = variable.defs[0]!;
  switch (definition.type) {
    case 'ImportBinding':
      return definition.parent?.type !== 'ImportDeclaration' || !isOtherSdk(definition.parent.source.value);
    case 'Parameter':
      return isOpenAnnotation(graph, annotationOf(definition.name));
    case 'Variable': {
      if (!isOpenAnnotation(graph, annotationOf(definition.name))) {
        return false;
      }
      const written = variable.references.flatMap(reference => (reference.writeExpr ? [reference.writeExpr] : []));
      return written.every(expression => isUnknown(graph, expression as Node, hops + 1));
    }
    default:
      return false;
  }
}

const isOtherSdk = (source: unknown): boolean => typeof source === 'string' && otherSdkModules.has(source);

function annotationOf(name: Node): Node | undefined {
  return (name as TSESTree.Identifier).typeAnnotation?.typeAnnotation;
}

/** Whether an annotation leaves a name standing: none, `any`, `unknown`, or a type named after the product. */
function isOpenAnnotation(graph: Graph, type: Node | undefined): boolean {
  if (
    !type ||
    type.type === 'TSAnyKeyword' ||
    type.type === 'TSUnknownKeyword' ||
    type.type === 'TSNullKeyword' ||
    type.type === 'TSUndefinedKeyword'
  ) {
    return true;
  }
  if (type.type === 'TSUnionType') {
    return type.types.every(part => isOpenAnnotation(graph, part));
  }
  return product.test(graph.sourceCode.getText(type.type === 'TSTypeReference' ? type.typeName : type));
}

function isUnknownMember(graph: Graph, node: TSESTree.MemberExpression, hops: number): boolean {
  const name = propertyName(node);
  const owner = ownerOfSelf(graph, node.object);
  if (!owner || !('owner' in owner) || name === undefined) {
    return true;
  }
  for (const member of owner.owner.body.body) {
    if (isField(member) && propertyName(member) === name) {
      if (member.typeAnnotation && !isOpenAnnotation(graph, member.typeAnnotation.typeAnnotation)) {
        return false;
      }
      return !member.value || isUnknown(graph, member.value, hops + 1);
    }
    if (member.type === 'MethodDefinition' && member.kind === 'constructor' && isFunction(member.value)) {
      for (const parameter of member.value.params) {
        const bound = parameter.type === 'TSParameterProperty' ? parameter.parameter : undefined;
        if (bound?.type === 'Identifier' && bound.name === name) {
          return isOpenAnnotation(graph, annotationOf(bound));
        }
      }
    }
  }
  return true;
}

function isUnknownCall(graph: Graph, node: TSESTree.CallExpression | TSESTree.NewExpression, hops: number): boolean {
  if (isNamed(node.callee, product)) {
    return isUnknown(graph, rootOf(graph, node.callee), hops + 1) || node.type === 'CallExpression';
  }
  if (node.type === 'NewExpression') {
    return isNamed(node.callee, /^Proxy$/u);
  }
  const root = rootOf(graph, node.callee);
  const variable = graph.variableOf(root);
  const source = importedAt(graph, root)?.source ?? moduleOf(graph, root) ?? loadedBy(graph, root);
  if (source !== undefined) {
    return /^[.@~#]\/|^\.|^[~#]/u.test(source) || product.test(source);
  }
  return variable?.defs[0]?.type === 'Parameter' || root.type === 'ThisExpression' || root.type === 'MetaProperty';
}

/** What a chain of members and calls starts with: a name, `this`, or the module that it loads. */
function rootOf(graph: Graph, node: Node): Node {
  let root = awaited(node);
  for (;;) {
    if (root.type === 'MemberExpression') {
      root = awaited(root.object);
    } else if (root.type === 'CallExpression' && loadedBy(graph, root) === undefined) {
      root = awaited(root.callee);
    } else {
      return root;
    }
  }
}
