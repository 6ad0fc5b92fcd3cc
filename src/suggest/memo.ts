import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Store } from '../analysis/facts.ts';
import { isFunction, isPropertyNamed, lastName, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { removeLeftovers } from './leftovers.ts';
import { variableOf } from './names.ts';
import { reduceTo } from './reduce.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

const memoMembers = new Set(['cache', 'clear', 'delete', 'get', 'has', 'set']);

/** Takes a memo away from the factory that it wraps: `memoize(fn)` becomes `fn`, a memo decorator goes. */
export function unwrapMemo({ site }: Store, draft: Draft): TextEdit[] | undefined {
  const decorator = decoratorOf(site);
  if (asksPython(draft)) {
    return undefined;
  }
  if (decorator) {
    draft.remove(decorator.range);
  } else {
    const call = memoCall(site);
    const factory = call && factoryOf(call, draft.sourceCode);
    if (!factory || isManaged(call, draft.sourceCode)) {
      return undefined;
    }
    reduceTo(draft, call, factory);
  }
  removeLeftovers(draft);
  return draft.edits();
}

/** Whether a Python file asks a memo about its cache, or empties it: `session_for.cache_clear()`. */
function asksPython({ dialect, sourceCode }: Draft): boolean {
  return dialect.isPython && /\.cache_(?:clear|close|info|parameters)\b/u.test(sourceCode.text);
}

function decoratorOf(site: Node): Node | undefined {
  if (site.type === 'Decorator') {
    return site;
  }
  return site.parent?.type === 'Decorator' ? site.parent : undefined;
}

function memoCall(site: Node): TSESTree.CallExpression | undefined {
  const inner =
    site.type === 'VariableDeclarator'
      ? site.init
      : site.type === 'PropertyDefinition'
        ? site.value
        : site.type === 'AssignmentExpression'
          ? site.right
          : site;
  const call = inner && unwrapped(inner);
  // `setState(before => …)`: what gives nothing back keeps no function
  const isUsed = call?.parent?.type !== 'ExpressionStatement';
  return isUsed && call?.type === 'CallExpression' && !/^use[A-Z]/u.test(lastName(call.callee) ?? 'use') ? call : undefined;
}

/** The argument of a memo that is the function itself. */
function factoryOf({ arguments: args }: TSESTree.CallExpression, sourceCode: SourceCode): Node | undefined {
  const [first] = args;
  if (first?.type === 'Identifier') {
    const definition = variableOf(sourceCode, first)?.defs[0];
    const declared = definition?.node.type === 'VariableDeclarator' ? definition.node.init : definition?.node;
    return isFunction(declared) || definition?.type === 'ImportBinding' ? first : undefined;
  }
  return isFunction(first) ? first : undefined;
}

/** Whether the code manages the memo's own cache (`getSession.clear()`). */
function isManaged(call: Node, sourceCode: SourceCode): boolean {
  const declarator = call.parent;
  const variable =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? variableOf(sourceCode, declarator.id)
      : undefined;
  return (
    variable?.references.some(({ identifier: { parent } }) => {
      return (
        parent?.type === 'MemberExpression' && parent.object !== call && isPropertyNamed(parent, memoMembers)
      );
    }) ?? false
  );
}
