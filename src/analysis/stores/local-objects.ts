import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { propertyName, wrappedParent } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

/**
 * Whether every object of a class is made and used within one call: the file names the class only to make objects
 * that stay in a variable of a function, which nothing hands on.
 */
export function areObjectsLocal(context: FileContext, owner: ClassNode): boolean {
  const variable = owner.id ? context.graph.variableOf(owner.id) : undefined;
  if (!variable || context.exported.variables.has(variable)) {
    return false;
  }
  const made = variable.references
    .filter(({ identifier }) => !isType(identifier as Node) && !isPrototype(identifier as Node))
    .map(({ identifier }) => (identifier as Node).parent);
  return made.length > 0 && made.every(node => node?.type === 'NewExpression' && staysLocal(context, node));
}

function isType({ parent }: Node): boolean {
  return parent?.type === 'TSTypeReference';
}

/** `Box.prototype` is where the class is written. */
function isPrototype({ parent }: Node): boolean {
  return parent?.type === 'MemberExpression' && propertyName(parent) === 'prototype';
}

/** `const box = new Box()`, of which only members are named, in code that runs while the function does. */
function staysLocal({ graph, units }: FileContext, made: TSESTree.NewExpression): boolean {
  const declarator = wrappedParent(made);
  const unit = units.at(made);
  const variable =
    declarator?.type === 'VariableDeclarator' && declarator.init && unit !== script ? graph.variableOf(declarator.id) : undefined;
  return !!variable?.references.every(({ identifier, init }) => {
    const node = identifier as Node;
    const parent = wrappedParent(node);
    return init || (parent?.type === 'MemberExpression' && parent.object === node && units.at(node) === unit);
  });
}
