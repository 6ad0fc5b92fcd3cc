import type { TSESTree } from '@typescript-eslint/utils';
import { sharedMemos } from '../../sdk/python.ts';
import type { FileContext } from '../file.ts';
import { ownerOf } from '../people/owner.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { viewOfField } from './conversation.ts';
import { found, type Judged, moduleRoot } from './judged.ts';
import { isScriptVariable } from './scripts.ts';
import { isSingleton } from './singletons.ts';
import { enclosingClass, enclosingFunction, inline, isField, isNamed, propertyName, wrappedParent } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

export function judgeMemo(context: FileContext, candidate: Candidate, cargo: Cargo): Judged | undefined {
  const { units, graph } = context;
  const { site, target } = candidate;
  const made = enclosingFunction(site);
  const around = made === target ? enclosingFunction(target) : made;
  const isCall = target.type === 'CallExpression' || target.type === 'NewExpression';
  const name = isCall ? inline(graph.sourceCode, target.callee) : '';
  const isShared = name === 'unstable_cache';
  if (around && !isShared && target.type !== 'MethodDefinition') {
    const isKept = units.of(around) !== script && [...(isCall ? [target] : []), ...namesOf(context, target)].some(isKeptBy);
    if (!isKept) {
      return undefined;
    }
  }
  if ((!around && isMemoOfScript(context, site)) || isOwn(context, site, cargo)) {
    return undefined;
  }
  return found(context, candidate, moduleRoot, 'memo', 'outlives', false);
}

/** `private open = once(() => create(this.userId))`: a memo that each object has for its own user is that one's lazily filled field. */
function isOwn({ graph, handlers, nodes }: FileContext, site: Node, { creations }: Cargo): boolean {
  const field = site.parent && isField(site.parent) && !site.parent.static ? propertyName(site.parent) : undefined;
  const owner = enclosingClass(site);
  return (
    field !== undefined &&
    owner !== undefined &&
    creations.length > 0 &&
    ownerOf(viewOfField(graph, owner, undefined), creations) === 'identity' &&
    !isSingleton({ graph, nodes, handlers, owner, field })
  );
}

/** Where a memo or a decorated function is named again. */
function namesOf({ graph }: FileContext, made: Node): Node[] {
  const parent = wrappedParent(made);
  const id = made.type === 'FunctionDeclaration' ? made.id : parent?.type === 'VariableDeclarator' ? parent.id : undefined;
  return (
    (id ? graph.variableOf(id) : undefined)?.references.flatMap(reference => (reference.isRead() ? [reference.identifier as Node] : [])) ??
    []
  );
}

/** A memo made in a function outlives it when it is returned or put into a field. */
function isKeptBy(memo: Node): boolean {
  const parent = wrappedParent(memo);
  return (
    parent?.type === 'ReturnStatement' ||
    (parent && isField(parent)) ||
    (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
  );
}

/** Whether only the script names a memo, or a function that a decorator makes one. */
function isMemoOfScript(context: FileContext, site: Node): boolean {
  const { parent } = site;
  if (site.type === 'Decorator' && isNamed(site.expression, sharedMemos)) {
    return false;
  }
  const id = parent?.type === 'VariableDeclarator' || parent?.type === 'FunctionDeclaration' ? parent.id : undefined;
  const variable = id ? context.graph.variableOf(id) : undefined;
  return !!variable && variable.references.some(reference => reference.isRead()) && isScriptVariable(context, variable);
}
