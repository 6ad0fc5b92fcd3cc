import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import { importedAt } from '../flow/imports.ts';
import { enclosingFunction, isFunction, isPropertyNamed, lastName, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/**
 * Whether a call of `node` puts its argument into the state of an application.
 *
 * | setter                                                    | of                      |
 * | --------------------------------------------------------- | ----------------------- |
 * | `setSession` of `const [session, setSession] = useState()` | one React component     |
 * | `set` of `create(set => …)`, `useStore.setState`          | a Zustand store         |
 */
export function isStateSetter(graph: Graph, node: Node): boolean {
  const setter = unwrapped(node);
  if (setter.type === 'MemberExpression') {
    const made = isPropertyNamed(setter, /^setState$/u) ? initialOf(graph, setter.object) : undefined;
    return !!made && isZustands(graph, made);
  }
  const made = initialOf(graph, setter);
  return (made?.type === 'CallExpression' && lastName(made.callee) === 'useState') || isFirstOfStore(graph, setter);
}

function initialOf(graph: Graph, node: Node): Node | undefined {
  const declarator = graph.variableOf(unwrapped(node))?.defs[0]?.node as Node | undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
}

/** Whether a name is the first parameter of the function that fills a store: `create(persist(set => …))`. */
function isFirstOfStore(graph: Graph, setter: Node): boolean {
  const definition = graph.variableOf(setter)?.defs[0];
  const filler = definition?.node as Node | undefined;
  if (definition?.type !== 'Parameter' || !filler || !isFunction(filler) || filler.params[0] !== definition.name) {
    return false;
  }
  const around = enclosingFunction(filler);
  for (
    let call = wrappedParent(filler);
    call?.type === 'CallExpression' && enclosingFunction(call) === around;
    call = wrappedParent(call)
  ) {
    if (isZustands(graph, call)) {
      return true;
    }
  }
  return false;
}

/** `create(…)` and `create<State>()(…)` of Zustand. */
function isZustands(graph: Graph, made: Node): boolean {
  if (made.type !== 'CallExpression') {
    return false;
  }
  const callee = unwrapped(made.callee);
  const imported = importedAt(graph, callee.type === 'CallExpression' ? callee.callee : callee);
  return !!imported && /^zustand(?:\/|$)/u.test(imported.source) && /^create/u.test(imported.name);
}
