import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { namedCallersOf } from '../flow/callers.ts';
import { elementOf, enclosingFunction, isFunction } from '../tree.ts';
import { script } from '../units.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** Whether only top-level code (and functions that only it calls) uses a variable. */
export function isScriptVariable(context: FileContext, variable: Variable): boolean {
  const { units, exported } = context;
  const isOfOthers = (each: Variable): boolean =>
    exported.variables.has(each) ||
    each.references.some(reference => !isTypeReference(reference) && units.at(reference.identifier as Node) !== script);
  return !isSomeName(context, variable, () => true, isOfOthers, answersOf(context).named);
}

interface Answers {
  /** Whether other code than the script's names a variable, and whether it reads one. */
  readonly named: Map<Variable, boolean>;
  readonly read: Map<Variable, boolean>;
}

const answersOf = oncePer((_: FileContext): Answers => ({ named: new Map(), read: new Map() }));

function isTypeReference(reference: Variable['references'][number]): boolean {
  return 'isTypeReference' in reference && reference.isTypeReference === true && !reference.isValueReference;
}

export function isScriptFile({ units, exported }: FileContext, site: Node): boolean {
  return exported.values.length === 0 && units.at(site) === script;
}

/** Whether a variable is exported, or read by a function that is not the script's. */
export function isSharedVariable(context: FileContext, variable: Variable): boolean {
  const { units, exported } = context;
  const isRead = (reference: Variable['references'][number]): boolean =>
    reference.isRead() && !isTypeReference(reference) && !isStoredUnder(reference.identifier as Node);
  const isReadByOthers = (each: Variable): boolean =>
    exported.variables.has(each) ||
    each.references.some(reference => isRead(reference) && units.at(reference.identifier as Node) !== script);
  return isSomeName(context, variable, isRead, isReadByOthers, answersOf(context).read);
}

/** Whether something is true of a variable or, however far, of another name that some of its references give it. */
function isSomeName(
  context: FileContext,
  variable: Variable,
  counts: (reference: Variable['references'][number]) => boolean,
  isTrue: (variable: Variable) => boolean,
  known: Map<Variable, boolean>,
): boolean {
  const from = new Map<Variable, Variable | undefined>([[variable, undefined]]);
  for (const each of from.keys()) {
    const answer = known.get(each);
    if (answer ?? isTrue(each)) {
      for (let at: Variable | undefined = each; at; at = from.get(at)) {
        known.set(at, true);
      }
      return true;
    }
    for (const reference of answer === false ? [] : each.references.filter(counts)) {
      for (const alias of aliasesOf(context, reference.identifier as Node)) {
        if (!from.has(alias)) {
          from.set(alias, each);
        }
      }
    }
  }
  for (const each of from.keys()) {
    known.set(each, false);
  }
  return false;
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
  return (
    at !== node &&
    at.parent?.type === 'AssignmentExpression' &&
    at.parent.left === at &&
    at.parent.operator === '=' &&
    at.parent.parent.type === 'ExpressionStatement'
  );
}

/**
 * Whether something outside the file ends up in a function, through whatever functions call it; a function that nobody
 * calls is there for others.
 */
export function isReachedFromOutside({ graph, units }: FileContext, node: FunctionNode): boolean {
  const seen = new Set<FunctionNode>([node]);
  for (const at of seen) {
    if (
      units.isShared(at) ||
      (at.type === 'FunctionDeclaration' && at.parent.type === 'Program' && units.of(at) === at && namedCallersOf(graph, at).size === 0)
    ) {
      return true;
    }
    for (const caller of namedCallersOf(graph, at)) {
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
  return elementOf(member)?.kind === 'constructor';
}
