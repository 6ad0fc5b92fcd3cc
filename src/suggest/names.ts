import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from '../analysis/facts.ts';
import { addTo } from '../analysis/grouped.ts';
import { scopeMadeBy, scopesMadeBy, scopesOf } from '../analysis/scopes.ts';
import { contains, nodesBelow } from '../analysis/tree.ts';
import { fileIndex, firstWithin } from './file-index.ts';
import { nodesOf } from './file-nodes.ts';
import { oncePer } from '../analysis/once-per.ts';

const resolved = oncePer((sourceCode: SourceCode) => {
  const variables = new Map<TSESTree.Node, Variable>();
  for (const scope of scopesOf(sourceCode)) {
    for (const variable of scope.variables) {
      for (const name of variable.identifiers) {
        variables.set(name, variable);
      }
    }
    for (const reference of scope.references) {
      if (reference.resolved) {
        variables.set(reference.identifier, reference.resolved);
      }
    }
  }
  return variables;
});

/** The variable that an identifier refers to or declares. */
export function variableOf(sourceCode: SourceCode, identifier: TSESTree.Node): Variable | undefined {
  return resolved(sourceCode).get(identifier);
}

/** Whether a variable of this name belongs to a scope inside `node`. */
export function isDeclaredIn(sourceCode: SourceCode, name: string, node: TSESTree.Node): boolean {
  return firstWithin(declaringBlocks(sourceCode).get(name), node.range) !== undefined;
}

/** The blocks that declare variables, by the names of these. */
const declaringBlocks = oncePer((sourceCode: SourceCode): ReadonlyMap<string, readonly TSESTree.Node[]> => {
  const blocks = new Map<string, TSESTree.Node[]>();
  for (const { set, block } of scopesOf(sourceCode)) {
    for (const name of set.keys()) {
      addTo(blocks, name, block);
    }
  }
  for (const ofName of blocks.values()) {
    ofName.sort((a, b) => a.range[0] - b.range[0]);
  }
  return blocks;
});

/** Every identifier-like name in the file: a new name that is none of them collides with nothing. */
export const namesOf = oncePer(
  (sourceCode: SourceCode): ReadonlySet<string> => new Set(nodesOf(sourceCode).of('Identifier', 'JSXIdentifier').map(({ name }) => name)),
);

/** Whether a variable of this name is declared in or seen from inside `node`. */
export function isNameTaken(sourceCode: SourceCode, name: string, node: TSESTree.Node): boolean {
  return firstWithin(fileIndex(sourceCode).names.get(name), node.range) !== undefined;
}

/** Whether a scope between the variable's own and a node has another variable of its name. */
export function isShadowed({ name, scope }: Variable, at: TSESTree.Node, sourceCode: SourceCode): boolean {
  for (let block: TSESTree.Node | undefined = at; block && block !== scope.block; block = block.parent) {
    if (scopesMadeBy(sourceCode, block).some(({ set }) => set.has(name))) {
      return true;
    }
  }
  return false;
}

/** Whether a name that a block declares means something else around the block, but for some variables. */
export function clashesAround(block: TSESTree.Node, sourceCode: SourceCode, except?: ReadonlySet<Variable>): boolean {
  const own = scopeMadeBy(sourceCode, block);
  return own?.variables.some(({ name }) => {
    const other = own.upper!.set.get(name);
    return (
      (other !== undefined && !except?.has(other)) ||
      own.upper!.through.some(({ identifier }) => identifier.name === name && !contains(block, identifier))
    );
  }) ?? false;
}

/** Whether an identifier only names a property: `b` of `a.b`, `b` of `{ b: 1 }`. */
export function isPropertyName(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed;
    case 'Property':
      return parent.key === node && !parent.computed && !parent.shorthand;
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return parent.key === node && !parent.computed;
    default:
      return false;
  }
}

/** Whether everything that some code names can be named at another node, too: fields, and variables around both. */
export function isSeenAt(code: TSESTree.Node, node: TSESTree.Node, sourceCode: SourceCode): boolean {
  return [...nodesBelow(code, sourceCode.visitorKeys)].every(inner => {
    const variable = inner.type === 'Identifier' && !isPropertyName(inner) ? variableOf(sourceCode, inner) : undefined;
    return !variable || contains(code, variable.scope.block) || contains(variable.scope.block, node);
  });
}

/** `export { x }`, `module.exports = { x }`. */
export function isInExports(node: TSESTree.Node): boolean {
  const { parent } = node;
  const holder = parent?.type === 'Property' ? parent.parent.parent : parent;
  return (
    parent?.type === 'ExportSpecifier' ||
    (holder?.type === 'AssignmentExpression' && /^(?:module\.)?exports\b/u.test(memberText(holder.left)))
  );
}

/** `a.b.c` of a chain of plain members. */
export function memberText(node: TSESTree.Node): string {
  if (node.type === 'Identifier') {
    return node.name;
  }
  if (node.type === 'ThisExpression') {
    return 'this';
  }
  return node.type === 'MemberExpression' && !node.computed
    ? `${memberText(node.object)}.${memberText(node.property)}`
    : '';
}

/** `Session` of `session`. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
