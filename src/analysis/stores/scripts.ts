import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { enclosingFunction, isFunction } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

/** Whether only top-level code (and functions that only it calls) uses a variable. */
export function isScriptVariable(context: FileContext, variable: Variable): boolean {
  const { units, exported } = context;
  for (const each of withAliases(context, variable, () => true)) {
    const isOfScript = each.references.every(reference => isTypeReference(reference) || units.at(reference.identifier as Node) === script);
    if (exported.variables.has(each) || !isOfScript) {
      return false;
    }
  }
  return true;
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
  const isRead = (reference: Variable['references'][number]): boolean => reference.isRead() && !isTypeReference(reference) && !isStoredUnder(reference.identifier as Node);
  for (const each of withAliases(context, variable, isRead)) {
    if (exported.variables.has(each) || each.references.some(reference => isRead(reference) && units.at(reference.identifier as Node) !== script)) {
      return true;
    }
  }
  return false;
}

/** A variable and, however far, the other names that some of its references give it. */
function withAliases(context: FileContext, variable: Variable, counts: (reference: Variable['references'][number]) => boolean): Set<Variable> {
  const all = new Set([variable]);
  for (const each of all) {
    for (const reference of each.references) {
      if (counts(reference)) {
        aliasesOf(context, reference.identifier as Node).forEach(alias => all.add(alias));
      }
    }
  }
  return all;
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

/** Whether something outside the file ends up in a function, through whatever functions call it; a function that nobody calls is there for others. */
export function isReachedFromOutside({ graph, units }: FileContext, node: FunctionNode): boolean {
  const seen = new Set<FunctionNode>([node]);
  for (const at of seen) {
    if (units.isShared(at) || (at.type === 'FunctionDeclaration' && at.parent.type === 'Program' && units.of(at) === at && !graph.callers.has(at))) {
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
