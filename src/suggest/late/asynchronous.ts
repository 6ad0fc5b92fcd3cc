import type { FunctionNode } from '../../analysis/index.ts';
import {
  decoratorsOf,
  enclosingFunction,
  functionName,
  isFunction,
  isNamed,
  nodesBelow,
  unwrapped,
  wrappedParent,
} from '../../analysis/tree.ts';
import { needsEvent } from '../../sdk/handlers.ts';
import type { Draft } from '../draft.ts';
import { fileIndex, membersNamed } from '../file-index.ts';

/**
 * Makes sure that a function which only does something can await: it does already, or it becomes `async`.
 *
 * | function                                            | becomes `async`                                |
 * | --------------------------------------------------- | ---------------------------------------------- |
 * | a method, a declared function                       | when nobody in the file calls it without `await` |
 * | a listener: `socket.on('x', () => { … })`           | yes: nobody looks at what it returns           |
 * | a constructor, getter, setter, generator            | no                                             |
 * | any that returns a value; any other callback        | no: its caller takes the result at once        |
 */
export function makeAsync(fn: FunctionNode, draft: Draft): boolean {
  if (fn.async) {
    return true;
  }
  if (fn.generator || fn.body.type !== 'BlockStatement' || givesValue(fn, draft) || !(isListener(fn) || isCalledWithAwait(fn, draft))) {
    return false;
  }
  const { parent } = fn;
  const isMember = parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method);
  draft.insert(isMember ? parent.key.range[0] - (parent.computed ? 1 : 0) : fn.range[0], 'async ');
  if (fn.returnType) {
    draft.replace(fn.returnType.typeAnnotation.range, 'Promise<void>');
  }
  return true;
}

function givesValue(fn: FunctionNode, { sourceCode }: Draft): boolean {
  const type = fn.returnType?.typeAnnotation.type;
  return (
    (type !== undefined && type !== 'TSVoidKeyword') ||
    [...nodesBelow(fn.body, sourceCode.visitorKeys)].some(
      node => node.type === 'ReturnStatement' && node.argument && enclosingFunction(node) === fn,
    )
  );
}

/** A callback of `.on('event', …)` whose registration is a statement. */
function isListener({ parent }: FunctionNode): boolean {
  return (
    parent.type === 'CallExpression' &&
    !isFunction(parent.callee) &&
    unwrapped(parent.callee).type === 'MemberExpression' &&
    isNamed(parent.callee, needsEvent) &&
    parent.arguments.length > 1
  );
}

/** A function with a name, each call of which in the file is awaited. */
function isCalledWithAwait(fn: FunctionNode, { sourceCode }: Draft): boolean {
  const { parent } = fn;
  const isPlain =
    parent.type === 'MethodDefinition'
      ? parent.kind === 'method' && decoratorsOf(parent).length === 0
      : parent.type === 'Property'
        ? parent.method && parent.kind === 'init'
        : fn.type === 'FunctionDeclaration';
  const name = functionName(fn);
  if (!isPlain || name === undefined) {
    return false;
  }
  const named = [
    ...membersNamed(sourceCode, name),
    ...(fn.type === 'FunctionDeclaration' ? fileIndex(sourceCode).names.get(name)! : []).filter(node => node !== fn.id),
  ];
  return named.every(node => {
    const call = wrappedParent(node);
    return call?.type === 'CallExpression' && unwrapped(call.callee) === node && wrappedParent(call)?.type === 'AwaitExpression';
  });
}
