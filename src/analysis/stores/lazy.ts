import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { isPython } from '../language.ts';
import { returnedExpressions } from '../people/returned.ts';
import { awaited, contains, enclosingClass, enclosingFunction, isFunction, nodesBelow, propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** Something that the code can ask about before it fills it: a variable or a field. */
export type Tested =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'variable'; readonly variable: Variable };

/**
 * Whether a store happens only when the home is still empty.
 *
 * | form                                       | lazy |
 * | ------------------------------------------ | ---- |
 * | `home ??= v`, `home ||= v`, `home = home ?? v` | yes |
 * | `if (!home) home = v`, `home ?? (home = v)`  | yes  |
 * | `if (home) return home; home = v`            | yes  |
 * | `if (home) throw …; home = v`                | no   |
 */
export function isLazy(graph: Graph, site: Node, tested: Tested): boolean {
  if (site.type === 'AssignmentExpression') {
    if (site.operator === '??=' || site.operator === '||=') {
      return true;
    }
    if (isFallback(graph, site.right, tested)) {
      return true;
    }
  }
  const around = enclosingFunction(site);
  for (let child: Node = site, at = site.parent; at; child = at, at = at.parent) {
    if (at === around || isFunction(at)) {
      if (isFunction(at) && at !== around) {
        return false;
      }
      if (at === around && !isCallback(at)) {
        return false;
      }
      continue;
    }
    if ((at.type === 'IfStatement' || at.type === 'WhileStatement') && child !== at.test && reads(graph, at.test, tested)) {
      return true;
    }
    if (
      (at.type === 'ConditionalExpression' && child !== at.test && reads(graph, at.test, tested)) ||
      (at.type === 'LogicalExpression' && child === at.right && reads(graph, at.left, tested))
    ) {
      return true;
    }
    if (at.type === 'BlockStatement' && returnsEarly(graph, at, child, tested)) {
      return true;
    }
    if (at.type === 'CatchClause' && isPython(graph.sourceCode) && returnsOrFails(graph, at.parent.block, tested)) {
      return true;
    }
  }
  return false;
}

/** `home ?? v`, `home ? home : v`, or a variable that was filled so: `let s = home; if (!s) s = v`. */
function isFallback(graph: Graph, node: Node, tested: Tested, hops = 0): boolean {
  const value = awaited(node);
  if (value.type === 'LogicalExpression') {
    return reads(graph, value.left, tested);
  }
  if (value.type === 'ConditionalExpression') {
    return reads(graph, value.test, tested);
  }
  const variable = value.type === 'Identifier' && hops < 2 ? graph.variableOf(value) : undefined;
  return !!variable?.references.some(({ init, writeExpr, identifier }) => {
    const assignment = (identifier as Node).parent;
    if (!writeExpr) {
      return false;
    }
    return (
      isFallback(graph, writeExpr as Node, tested, hops + 1) ||
      (!init && assignment?.type === 'AssignmentExpression' && isLazy(graph, assignment, tested))
    );
  });
}

function isCallback(node: Node): boolean {
  return isFunction(node) && (node.parent.type === 'CallExpression' || node.parent.type === 'NewExpression');
}

/** `if (home) return …;` before `child` in its block. */
function returnsEarly(graph: Graph, block: TSESTree.BlockStatement, child: Node, tested: Tested): boolean {
  const before = block.body.slice(0, block.body.findIndex(statement => statement === child));
  return before.some(statement => statement.type === 'IfStatement' && leaves(statement.consequent) && reads(graph, statement.test, tested));
}

/** Python asks for forgiveness: `try: return home`, and fills it where that fails. */
function returnsOrFails(graph: Graph, block: TSESTree.BlockStatement, tested: Tested): boolean {
  return block.body.some(
    statement => (statement.type === 'ReturnStatement' || statement.type === 'ExpressionStatement') && reads(graph, statement, tested),
  );
}

function leaves(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ReturnStatement' || last?.type === 'ContinueStatement' || last?.type === 'BreakStatement';
}

/** Whether a test asks for the home, directly or through a variable that was just read from it. */
function reads(graph: Graph, test: Node, tested: Tested, hops = 0): boolean {
  for (const node of nodesBelow(test, graph.sourceCode.visitorKeys)) {
    if (tested.kind === 'field') {
      if (
        node.type === 'MemberExpression' &&
        isOwn(graph, node) &&
        (propertyName(node) === tested.name || asksFor(graph, node, tested, hops))
      ) {
        return true;
      }
    }
    if (node.type === 'Identifier') {
      const variable = graph.references.get(node);
      if (tested.kind === 'variable' && variable === tested.variable) {
        return true;
      }
      const definition = variable?.defs[0]?.node as Node | undefined;
      if (hops < 2 && definition?.type === 'VariableDeclarator' && definition.init && !contains(definition, test)) {
        const initial = unwrapped(definition.init);
        if (
          (initial.type === 'MemberExpression' || initial.type === 'Identifier' || initial.type === 'AwaitExpression') &&
          reads(graph, initial, tested, hops + 1)
        ) {
          return true;
        }
      }
    }
  }
  return false;
}

/** `this.isReady` (a getter, or a method that is called) whose answer reads the field. */
function asksFor(graph: Graph, node: TSESTree.MemberExpression, tested: Tested, hops: number): boolean {
  const owner = hops < 2 ? enclosingClass(node) : undefined;
  const name = propertyName(node);
  return !!owner?.body.body.some(
    member =>
      member.type === 'MethodDefinition' &&
      propertyName(member) === name &&
      isFunction(member.value) &&
      member.value.params.length === 0 &&
      returnedExpressions(member.value).some(
        expression => expression.type !== 'MemberExpression' && reads(graph, expression, tested, hops + 1),
      ),
  );
}

/** `this.x`, `self.x`, `ClassName.x`. */
function isOwn(graph: Graph, node: TSESTree.MemberExpression): boolean {
  const object = unwrapped(node.object);
  if (object.type === 'ThisExpression') {
    return true;
  }
  for (const value of graph.place(object).plainValues()) {
    if (value.kind === 'instance' || value.kind === 'class') {
      return true;
    }
  }
  return false;
}
