import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import type { Candidate } from './candidates.ts';
import { cargoOf } from './cargo.ts';
import { isSharedVariable } from './scripts.ts';
import { awaited, contains, enclosingFunction, inline, isFunction, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** Whether what is stored was read from a long-lived home, where it was reported already. */
export function isReadBack(context: FileContext, candidate: Candidate): boolean {
  const { graph, homes } = context;
  const { valueNode, how } = candidate;
  if (how !== 'assign') {
    return false;
  }
  const stored = valueNode && awaited(valueNode);
  if (stored?.type === 'CallExpression' && stored.callee.type === 'MemberExpression' && propertyName(stored.callee) === 'get') {
    return ['module', 'field', 'global'].includes(homes.of(stored).root.kind);
  }
  const variable = stored?.type === 'Identifier' ? graph.variableOf(stored) : undefined;
  if (variable !== undefined && homes.ofVariable(variable).kind === 'module') {
    // a variable that was only filled to be stored is reported where it is stored
    const initial = initialOf(variable);
    const isOpened = !!initial && [...graph.place(initial).plainValues()].some(({ kind }) => kind === 'session');
    return !isOpened || isSharedVariable(context, variable);
  }
  return !!stored && !isWrittenOnce(graph, candidate.target) && isOwnContent(graph, candidate, stored);
}

/** Whether a store is the only one into a variable: there was nothing in it to be read. */
function isWrittenOnce(graph: Graph, target: Node): boolean {
  const variable = graph.variableOf(unwrapped(target));
  let writes = 0;
  return (
    !!variable && variable.defs[0]?.type === 'Variable' && variable.references.every(reference => !reference.isWrite() || (writes += 1) < 2)
  );
}

/** Whether what is stored was just read from the same home. */
export function isReadBackHere(graph: Graph, candidate: Candidate): boolean {
  const stored = candidate.valueNode && unwrapped(candidate.valueNode);
  const definition = stored?.type === 'Identifier' ? graph.variableOf(stored) : undefined;
  if (!definition || writesOf(definition).length !== 1) {
    return false;
  }
  const initial = initialOf(definition);
  return (
    initial?.type === 'CallExpression' &&
    initial.callee.type === 'MemberExpression' &&
    inline(graph.sourceCode, initial.callee.object) === inline(graph.sourceCode, candidate.target) &&
    // `list.concat(session)` reads the home, and brings something new
    initial.arguments.every(argument => isFunction(argument) || !cargoOf(graph, graph.place(argument)))
  );
}

/**
 * Whether everything stored comes from the home itself, so that nothing new goes in.
 *
 * | form                                                            |
 * | --------------------------------------------------------------- |
 * | `list = list.filter(…)`, `map = new Map([...map].slice(1))`      |
 * | `const { [id]: gone, ...rest } = byId; byId = rest`              |
 * | `const next = new Map(map); next.delete(id); map = next`         |
 */
function isOwnContent(graph: Graph, { target, site }: Candidate, stored: Node): boolean {
  const home = inline(graph.sourceCode, target);
  const isHome = (node: Node): boolean =>
    node.type === unwrapped(target).type &&
    inline(graph.sourceCode, node) === home &&
    graph.variableOf(node) === graph.variableOf(unwrapped(target));
  const roots: Node[] = [stored];
  const seen = new Set<Node>();
  let readsHome = false;
  for (let root = roots.pop(); root; root = roots.pop()) {
    for (const node of nodesBelow(root, graph.sourceCode.visitorKeys)) {
      if (seen.has(node)) {
        continue;
      }
      seen.add(node);
      if (isHome(node)) {
        readsHome = true;
      } else if (node.type === 'CallExpression' && isSource(graph, node)) {
        return false;
      } else if (node.type === 'Identifier' && graph.references.has(node) && !isOfCallback(node, root)) {
        const variable = graph.references.get(node)!;
        const initial = initialOf(variable);
        if (!cargoOf(graph, graph.variable(variable))) {
          continue;
        }
        if (!initial || isFilledHere(graph, variable, site)) {
          return false;
        }
        roots.push(initial);
      }
    }
  }
  return readsHome;
}

/** Whether an identifier only helps a callback to choose: `list.filter(session => session !== gone)`. */
function isOfCallback(node: Node, root: Node): boolean {
  const around = enclosingFunction(node);
  return !!around && contains(root, around);
}

/** A call that brings sessions of its own: a creation, or a function of the file that returns one. */
function isSource(graph: Graph, node: TSESTree.CallExpression): boolean {
  if (graph.sessions.get(node)?.creation) {
    return true;
  }
  const isOfFile = [...graph.place(node.callee).plainValues()].some(value => value.kind === 'function');
  return isOfFile && cargoOf(graph, graph.place(node)) !== undefined;
}

/** What a variable is declared with, a destructured part's whole included. */
function initialOf(variable: Variable): Node | undefined {
  const declarator = variable.defs[0]?.node as Node | undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
}

/** Whether the function of `site` puts something into the container that a variable holds, or assigns it again. */
function isFilledHere(graph: Graph, variable: Variable, site: Node): boolean {
  return fillersOf(variable, graph).has(enclosingFunction(site));
}

const fillersOf = oncePer((variable: Variable, graph: Graph): ReadonlySet<FunctionNode | undefined> => {
  const filling = variable.references.filter(reference => isFilling(graph, reference));
  return new Set(filling.map(({ identifier }) => enclosingFunction(identifier as Node)));
});

function isFilling(graph: Graph, reference: Variable['references'][number]): boolean {
  if (reference.isWrite()) {
    return !reference.init;
  }
  const node = reference.identifier as Node;
  const member = node.parent?.type === 'MemberExpression' && node.parent.object === node ? node.parent : undefined;
  const above = member?.parent;
  if (above?.type === 'AssignmentExpression') {
    return above.left === member;
  }
  return (
    above?.type === 'CallExpression' && above.callee === member && above.arguments.some(argument => cargoOf(graph, graph.place(argument)))
  );
}
