import type { TSESTree } from '@typescript-eslint/utils';
import { fieldsOf } from '../class-members.ts';
import type { ClassNode, Home, Lifetime, Reason } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { asWritten } from '../language.ts';
import { type Candidate, mergedName } from './candidates.ts';
import type { Root } from './homes.ts';
import type { Tested } from './lazy.ts';
import { chainRoot, enclosingFunction, inline, isField, parameterName, propertyName } from '../tree.ts';

type Node = TSESTree.Node;

export interface Judged {
  readonly home: Home;
  readonly reason: Reason;
  readonly lazy: boolean;
}

export const moduleRoot: Root = { kind: 'module', variable: undefined, isImported: false };

export function kindOf(root: Root): Home['kind'] {
  return root.kind === 'field' ? 'field' : root.kind === 'closure' ? 'closure' : root.kind === 'global' ? 'global' : 'module';
}

const lifetimes: Record<Root['kind'], Lifetime> = {
  closure: 'closure',
  field: 'instance',
  global: 'global',
  local: 'call',
  module: 'module',
  request: 'conversation',
  unknown: 'call',
};

export function found({ graph }: FileContext, candidate: Candidate, root: Root, kind: Home['kind'], reason: Reason, lazy: boolean): Judged {
  const variable = root.kind === 'module' || root.kind === 'closure' ? root.variable : undefined;
  const owner = root.kind === 'field' ? root.owner : undefined;
  return {
    home: {
      kind,
      name: homeName(graph, candidate),
      lifetime: root.kind === 'field' && root.isStatic ? 'static' : lifetimes[root.kind],
      variable,
      owner,
      declaration: variable
        ? (variable.defs[0]?.node as Node | undefined)
        : owner && root.kind === 'field'
          ? fieldDeclaration(owner, root.name)
          : undefined,
    },
    reason,
    lazy,
  };
}

function fieldDeclaration(owner: ClassNode, name: string): Node | undefined {
  return fieldsOf(owner, name)[0];
}

function homeName(graph: Graph, candidate: Candidate): string {
  const { how, target, site } = candidate;
  if (how === 'memo' || how === 'state') {
    const { callee, arguments: given } = target as TSESTree.CallExpression;
    const isPassedOn = how === 'state' && callee.type === 'MemberExpression' && propertyName(callee) === 'then';
    return inline(graph.sourceCode, site.type === 'Decorator' ? site : isPassedOn ? given[0]! : callee);
  }
  if (how === 'export') {
    return site.type === 'ExportDefaultDeclaration' ? 'export default' : inline(graph.sourceCode, target);
  }
  if (target.type === 'Identifier') {
    return asWritten(graph.sourceCode, target.name);
  }
  if (isField(target)) {
    return `${target.static ? (target.parent.parent.id?.name ?? 'this') : 'this'}.${propertyName(target) ?? ''}`;
  }
  if (target.type === 'TSParameterProperty') {
    return `this.${parameterName(target).name}`;
  }
  const merged = mergedName(candidate);
  if (merged !== undefined) {
    return `${inline(graph.sourceCode, target)}.${merged}`;
  }
  return (
    inline(graph.sourceCode, target).replaceAll('?.', '.').replaceAll('!', '') ||
    `this.${(target.type === 'MemberExpression' && propertyName(target)) || ''}`
  );
}

/** Whether the store stands behind a test (of whatever the get-or-create asked for). */
export function isGuarded(candidate: Candidate): boolean {
  const around = enclosingFunction(candidate.site);
  for (let at = candidate.site.parent; at && at !== around; at = at.parent) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'LogicalExpression') {
      return true;
    }
  }
  return false;
}

export function testedOf({ graph }: FileContext, candidate: Candidate): Tested | undefined {
  const { target } = candidate;
  if (target.type === 'Identifier') {
    const variable = graph.variableOf(target);
    return variable && { kind: 'variable', variable };
  }
  if (target.type === 'MemberExpression') {
    const variable = graph.variableOf(chainRoot(target));
    const name = propertyName(target);
    return variable ? { kind: 'variable', variable } : name === undefined ? undefined : { kind: 'field', name };
  }
  return undefined;
}
