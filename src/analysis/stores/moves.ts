import type { TSESTree } from '@typescript-eslint/utils';
import type { FileContext } from '../file.ts';
import type { Place } from '../flow/flow.ts';
import type { ObjectValue } from '../flow/values.ts';
import { addTo } from '../grouped.ts';
import { writesOf } from '../definitions.ts';
import type { Candidate } from './candidates.ts';
import { awaited, contains, enclosingFunction } from '../tree.ts';

type Node = TSESTree.Node;

/** Where each object of the file is filled from outside its literal, and where it goes in somewhere else. */
export interface Moves {
  readonly fills: Map<ObjectValue, Node[]>;
  readonly puts: Map<ObjectValue, Node[]>;
}

export function movesOf({ graph }: FileContext, candidates: readonly Candidate[]): Moves {
  const moves: Moves = { fills: new Map(), puts: new Map() };
  for (const { how, target, site, value } of candidates) {
    if (site.type !== 'VariableDeclarator') {
      for (const put of objectsIn(value)) {
        addTo(moves.puts, put, site);
      }
    }
    const isInto = how === 'call' || how === 'element' || how === 'merge';
    const filled = how === 'assign' && target.type === 'MemberExpression' ? target.object : isInto ? target : undefined;
    if (filled) {
      for (const into of graph.place(filled).plainValues()) {
        if (into.kind === 'object') {
          addTo(moves.fills, into, site);
        }
      }
    }
  }
  return moves;
}

/** The objects that a place holds, bare or inside one another: what takes one in takes in all of them. */
function objectsIn(place: Place): Set<ObjectValue> {
  const found = new Set<ObjectValue>();
  const visit = (at: Place): void => {
    for (const value of at.plainValues()) {
      if (value.kind === 'object' && !found.has(value)) {
        found.add(value);
        for (const inner of [...value.properties.values(), value.elements]) {
          visit(inner);
        }
      }
    }
  };
  visit(place);
  return found;
}

/**
 * Whether a container that is made and filled here goes into its long-lived home only further down: the fault is there.
 * One that lives long already is not put away by going somewhere else, too.
 */
export function isPutAwayLater(context: FileContext, { how, target, site }: Candidate, puts: Moves['puts']): boolean {
  const { graph } = context;
  const filled = how === 'assign' && target.type === 'MemberExpression' ? target.object : target;
  if ((how === 'assign' && filled === target) || isReadFromHome(context, filled, 0)) {
    return false;
  }
  const around = enclosingFunction(site);
  const objects = [...graph.place(filled).plainValues()].flatMap(value =>
    value.kind === 'object' && puts.has(value) && enclosingFunction(value.node) === around ? [value] : [],
  );
  return objects.length > 0 && objects.every(object => puts.get(object)!.every(put => !isAfter(site, put, object) && put !== site));
}

/** Whether an expression reads what a long-lived home holds already: `sets.get(tenant)`, `this.lists[tenant]`, a constant of one. */
function isReadFromHome(context: FileContext, node: Node, hops: number): boolean {
  const { graph, homes } = context;
  let root = awaited(node);
  while (root.type === 'MemberExpression' || (root.type === 'CallExpression' && root.callee.type === 'MemberExpression')) {
    root = awaited(root.type === 'MemberExpression' ? root.object : (root.callee as TSESTree.MemberExpression).object);
  }
  if (root.type === 'ThisExpression') {
    return root !== awaited(node);
  }
  const variable = root.type === 'Identifier' ? graph.variableOf(root) : undefined;
  if (!variable || hops > 1) {
    return false;
  }
  if (homes.ofVariable(variable).kind === 'module') {
    return root !== awaited(node);
  }
  const declarator = variable.defs[0]?.node as Node | undefined;
  const isConstant = writesOf(variable).length === 1;
  return isConstant && declarator?.type === 'VariableDeclarator' && !!declarator.init && isReadFromHome(context, declarator.init, hops + 1);
}

/** Whether a fill of `object` runs after `site`: further down, or in another function than the one that makes the object. */
export function isAfter(fill: Node, site: Node, object: ObjectValue): boolean {
  if (enclosingFunction(fill) !== enclosingFunction(site)) {
    return enclosingFunction(object.node) !== enclosingFunction(fill);
  }
  return fill.range[0] > site.range[0] && !contains(site, fill);
}
