import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { enclosingFunction, isFunction } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

/** Whether only top-level code (and functions that only it calls) uses a variable. */
export function isScriptVariable(context: FileContext, variable: Variable): boolean {
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

export function isScriptFile({ units, exported }: FileContext, site: Node): boolean {
  return exported.values.length === 0 && units.at(site) === script;
}

/** Whether a variable is exported, or read by a function that is not the script's. */
export function isSharedVariable(context: FileContext, variable: Variable): boolean {
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
function aliasesOf({ graph }: FileContext, node: Node): Variable[] {
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

/** Whether something outside the file ends up in a function, through whatever functions call it. */
export function isReachedFromOutside({ graph, units }: FileContext, node: FunctionNode): boolean {
  const seen = new Set<FunctionNode>([node]);
  for (const at of seen) {
    if (units.isShared(at)) {
      return true;
    }
    for (const caller of graph.callers.get(at) ?? []) {
      const around = enclosingFunction(caller);
      if (around) {
        seen.add(around);
      }
    }
  }
  return false;
}

/** Whether all code of a class belongs to the script. */
export function isScriptClass({ units }: FileContext, owner: ClassNode): boolean {
  const members = owner.body.body.flatMap(member => ('value' in member && isFunction(member.value) ? [member.value] : []));
  return members.length > 0 && members.every(member => isConstructorOf(member) || units.of(member) === script);
}

function isConstructorOf(member: FunctionNode): boolean {
  return member.parent.type === 'MethodDefinition' && member.parent.kind === 'constructor';
}
