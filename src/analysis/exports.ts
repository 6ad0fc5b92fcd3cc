import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from './facts.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import { contentOf } from './parts.ts';
import { variablesOf } from './scopes.ts';
import { isClass, isFunction, propertyName, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/** What a file hands out: exported values by name, and the variables that are exported themselves. */
export interface Exports {
  readonly variables: ReadonlySet<Variable>;
  readonly values: readonly { readonly name: string; readonly node: Node }[];
}

/** The exports of a file, of ECMAScript and CommonJS. */
export function exportsOf(graph: Graph, nodes: FileNodes): Exports {
  const variables = new Set<Variable>();
  const values: { name: string; node: Node }[] = [];
  const add = (name: string, node: Node): void => {
    values.push({ name, node });
    const inner = unwrapped(node);
    if (inner.type === 'Identifier') {
      const variable = graph.variableOf(inner);
      if (variable) {
        variables.add(variable);
      }
    } else if (inner.type === 'ObjectExpression') {
      for (const property of inner.properties) {
        add(property.type === 'Property' ? String(propertyName(property)) : '...', contentOf(property));
      }
    }
  };
  for (const node of nodes.of('AssignmentExpression', 'ExportDefaultDeclaration', 'ExportNamedDeclaration', 'TSExportAssignment')) {
    if (node.type === 'ExportNamedDeclaration') {
      if (node.declaration) {
        addDeclaration(graph, node.declaration, add);
      }
      if (!node.source) {
        for (const specifier of node.specifiers) {
          const { exported } = specifier;
          add(exported.type === 'Identifier' ? exported.name : exported.value, specifier.local);
        }
      }
    } else if (node.type === 'ExportDefaultDeclaration') {
      const declared = node.declaration;
      add('default', (isFunction(declared) || isClass(declared)) && declared.id ? declared.id : declared);
    } else if (node.type === 'TSExportAssignment') {
      add('default', node.expression);
    } else if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
      const name = exportedMember(node.left);
      if (name !== undefined) {
        add(name, node.right);
      }
    }
  }
  return { variables, values };
}

function addDeclaration(graph: Graph, declaration: Node, add: (name: string, node: Node) => void): void {
  if (declaration.type === 'VariableDeclaration') {
    for (const { id } of declaration.declarations) {
      for (const variable of variablesOf(graph.sourceCode, id.parent)) {
        add(variable.name, variable.identifiers[0] as Node);
      }
    }
  } else if ((isFunction(declaration) || isClass(declaration)) && declaration.id) {
    add(declaration.id.name, declaration.id);
  }
}

/** The name under which `module.exports`, `module.exports.x` or `exports.x` exports. */
export function exportedMember(node: TSESTree.MemberExpression): string | undefined {
  const { object } = node;
  const name = propertyName(node);
  if (object.type === 'Identifier' && object.name === 'module' && name === 'exports') {
    return 'default';
  }
  if (object.type === 'Identifier' && object.name === 'exports') {
    return name;
  }
  if (object.type === 'MemberExpression' && exportedMember(object) === 'default') {
    return name;
  }
  return undefined;
}
