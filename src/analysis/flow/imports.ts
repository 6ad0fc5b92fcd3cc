import type { TSESTree } from '@typescript-eslint/utils';
import { coreModule } from '../../sdk/model.ts';
import type { Variable } from '../facts.ts';
import { awaited, literalKey, propertyName, unwrapped } from '../tree.ts';
import type { Graph } from './graph.ts';

type Node = TSESTree.Node;

/** A name that one module takes from another: `default` for a default import, `*` for the whole module. */
export interface Import {
  readonly source: string;
  readonly name: string;
}

/** What an `import` declaration binds a variable to; `import x = require('m')` too. */
export function importOf(variable: Variable | undefined): Import | undefined {
  const definition = variable?.defs[0];
  if (definition?.node.type === 'TSImportEqualsDeclaration') {
    const { moduleReference } = definition.node;
    const source = moduleReference.type === 'TSExternalModuleReference' ? literalKey(moduleReference.expression) : undefined;
    return source === undefined ? undefined : { source, name: '*' };
  }
  if (definition?.type !== 'ImportBinding' || definition.parent.type !== 'ImportDeclaration') {
    return undefined;
  }
  const { node, parent } = definition;
  const source = parent.source.value;
  switch (node.type) {
    case 'ImportSpecifier':
      return { source, name: node.imported.type === 'Identifier' ? node.imported.name : node.imported.value };
    case 'ImportDefaultSpecifier':
      return { source, name: 'default' };
    default:
      return { source, name: '*' };
  }
}

/**
 * What an expression takes from another module, however the file loads that.
 *
 * | code                                                         | name      |
 * | ------------------------------------------------------------ | --------- |
 * | `f` of `import { f } from 'm'`                               | `f`       |
 * | `m.f` of `import * as m from 'm'`, or of its default import  | `f`       |
 * | `f` of `const { f } = require('m')`, `… = await import('m')` | `f`       |
 * | `m.f` of `const m = require('m')`, `… = await import('m')`   | `f`       |
 * | `require('m').f`                                             | `f`       |
 */
export function importedAt(graph: Graph, node: Node): Import | undefined {
  const inner = unwrapped(node);
  if (inner.type === 'MemberExpression') {
    const name = propertyName(inner);
    const whole = name === undefined ? undefined : moduleOf(graph, inner.object);
    return whole === undefined ? undefined : { source: whole, name: name! };
  }
  return importedBy(graph, graph.variableOf(inner));
}

/** The module that an expression stands for as a whole. */
export function moduleOf(graph: Graph, node: Node): string | undefined {
  const inner = awaited(node);
  const loaded = loadedBy(graph, inner);
  if (loaded !== undefined) {
    return loaded;
  }
  const variable = graph.variableOf(inner);
  const imported = importOf(variable);
  if (imported) {
    return imported.name === '*' || imported.name === 'default' ? imported.source : undefined;
  }
  const declarator = variable?.defs[0]?.node;
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.init
    ? loadedBy(graph, awaited(declarator.init))
    : undefined;
}

/** What a variable is taken from another module as, by `import`, `require` or `await import`; a module loaded whole is its default. */
export function importedBy(graph: Graph, variable: Variable | undefined): Import | undefined {
  const imported = importOf(variable) ?? (variable && destructured(graph, variable));
  if (imported || !variable) {
    return imported;
  }
  const declarator = variable.defs[0]?.node;
  const initial = declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' ? declarator.init : null;
  const source = initial ? loadedBy(graph, awaited(initial)) : undefined;
  return source === undefined ? undefined : { source, name: 'default' };
}

/** Whether a variable is another module's, however the file loads that (`import x = require('x')` too). */
export function isImported(graph: Graph, variable: Variable): boolean {
  return variable.defs[0]?.type === 'ImportBinding' || importedBy(graph, variable) !== undefined;
}

function destructured(graph: Graph, { defs: [definition] }: Variable): Import | undefined {
  const declarator = definition?.node;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'ObjectPattern' || !declarator.init) {
    return undefined;
  }
  const source = loadedBy(graph, awaited(declarator.init));
  const property = declarator.id.properties.find(each => each.type === 'Property' && each.value === definition!.name);
  const name = property?.type === 'Property' ? propertyName(property) : undefined;
  return source === undefined || name === undefined ? undefined : { source, name };
}

/** Whether a module is the SDK, or what `settings.modules` says is. */
export function isSdkSource(graph: Graph, source: string | undefined): boolean {
  return source !== undefined && (source === coreModule || graph.settings.modules.includes(source));
}

/** The module that `require(…)` or `import(…)` loads. */
export function loadedBy(graph: Graph, node: Node): string | undefined {
  if (node.type === 'ImportExpression') {
    return literalKey(node.source);
  }
  const isRequire =
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'require' &&
    !graph.references.has(node.callee);
  return isRequire && node.arguments[0] ? literalKey(node.arguments[0]) : undefined;
}
