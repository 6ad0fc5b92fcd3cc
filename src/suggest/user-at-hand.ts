import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { functionTypes } from '../analysis/nodes.ts';
import { contains, nodesBelow } from '../analysis/tree.ts';
import { userConventions } from '../sdk/users.ts';
import { dialectOf } from './dialect.ts';
import { nodesOf, ofFile } from './file-nodes.ts';
import { memberText, variableOf } from './names.ts';
import { pythonUser } from './user-at-hand-python.ts';

type Node = TSESTree.Node;

const userName = /^(?:uid|user_?id|customer_?id|account_?id|tenant_?id)$/iu;
const userPath = /\.(?:(?:user|from|fromUser|effectiveUser|author|auth|sender)\.(?:id|pk|uid|userId)|userId|user_id)$/u;

/** How a handler names its own user: a parameter `userId`, or `req.user.id` where the handler's code says it already. */
function userAtHand(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  const user = namedUser(fn) ?? usedUser(fn, sourceCode);
  return user === undefined ? undefined : dialectOf(sourceCode).word(user);
}

/**
 * The same, and where the code does not say it yet: as a handler beside it names its user, or as the framework hands it
 * over. What types might not have is left out, unless `isUntyped` says that there are none.
 */
export function likelyUser(fn: FunctionNode, sourceCode: SourceCode, isUntyped: boolean): string | undefined {
  const user = userAtHand(fn, sourceCode);
  return user ?? (isPython(sourceCode) ? pythonUser(fn, sourceCode) : (usedBeside(fn, sourceCode) ?? conventionalUser(fn, sourceCode, isUntyped)));
}

function namedUser({ params }: FunctionNode): string | undefined {
  for (const parameter of params) {
    const bound = parameter.type === 'ObjectPattern' ? parameter.properties.map(property => (property.type === 'Property' ? property.value : property)) : [parameter];
    const named = bound.find(each => each.type === 'Identifier' && userName.test(each.name));
    if (named?.type === 'Identifier') {
      return named.name;
    }
  }
  return undefined;
}

/** `req.user.id` in the code of a function whose parameter `req` is; within `String(…)` where the code has that. */
function usedUser(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  for (const node of nodesBelow(fn, sourceCode.visitorKeys)) {
    if (node.type === 'MemberExpression' && isOfParameter(node, fn, sourceCode) && userPath.test(memberText(node))) {
      const { parent } = node;
      const isText = parent.type === 'CallExpression' && parent.arguments[0] === node && memberText(parent.callee) === 'String';
      return isText ? `${isPython(sourceCode) ? 'str' : 'String'}(${memberText(node)})` : memberText(node);
    }
  }
  return undefined;
}

function isOfParameter(node: TSESTree.MemberExpression, fn: FunctionNode, sourceCode: SourceCode): boolean {
  let root: Node = node;
  while (root.type === 'MemberExpression') {
    root = root.object;
  }
  const definition = variableOf(sourceCode, root)?.defs[0];
  return definition?.type === 'Parameter' && definition.node === fn;
}

/** What a handler that is registered on the same object, with the same parameter, calls its user. */
function usedBeside(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  const registrar = registrarOf(fn, sourceCode);
  const names = fn.params.map(parameter => (parameter.type === 'Identifier' ? parameter.name : undefined));
  if (registrar === undefined) {
    return undefined;
  }
  for (const { node, user } of usersBeside(sourceCode).get(registrar) ?? []) {
    const root = user.replace(/^String\(/u, '').split('.')[0];
    const index = node.params.findIndex(parameter => parameter.type === 'Identifier' && parameter.name === root);
    if (node !== fn && !contains(node, fn) && index >= 0 && names[index] === root) {
      return user;
    }
  }
  return undefined;
}

/** The callbacks that name a user, by what they are registered on. */
const usersBeside = ofFile(sourceCode => {
  const found = new Map<string, { readonly node: FunctionNode; readonly user: string }[]>();
  for (const node of nodesOf(sourceCode).of(...functionTypes)) {
    const registrar = registrarOf(node, sourceCode);
    const user = registrar === undefined ? undefined : usedUser(node, sourceCode);
    if (registrar !== undefined && user !== undefined) {
      const users = found.get(registrar) ?? [];
      found.set(registrar, users);
      users.push({ node, user });
    }
  }
  return found;
});

/** The object that a callback is registered on: `app` of `app.post('/', fn)`, `Worker` of `new Worker(name, fn)`. */
function registrarOf({ parent }: FunctionNode, sourceCode: SourceCode): string | undefined {
  if (parent.type === 'NewExpression') {
    return sourceCode.getText(parent.callee);
  }
  return parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression' ? sourceCode.getText(parent.callee.object) : undefined;
}

function conventionalUser(fn: FunctionNode, sourceCode: SourceCode, isUntyped: boolean): string | undefined {
  const { parent } = fn;
  const names = fn.params.flatMap(parameter => boundNames(parameter));
  const imported = sourceCode.ast.body.flatMap(statement => (statement.type === 'ImportDeclaration' ? [statement.source.value] : requiredBy(statement)));
  const isFree = isUntyped || (parent.type === 'CallExpression' && isUnresolved(parent.callee, sourceCode));
  const isRegistered = parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression';
  const found = userConventions.find(
    ({ modules, parameter, isCertain }) =>
      isRegistered && names.includes(parameter) && (modules.length === 0 || modules.some(module => imported.includes(module))) && (isCertain || isFree),
  );
  return found && (found.isNumber ? `String(${found.path})` : found.path);
}

function boundNames(parameter: Node): string[] {
  if (parameter.type === 'Identifier') {
    return [parameter.name];
  }
  return parameter.type === 'ObjectPattern' ? parameter.properties.flatMap(property => (property.type === 'Property' ? boundNames(property.value) : [])) : [];
}

/** The modules that `const { Client } = require('discord.js')` asks for. */
function requiredBy(statement: Node): string[] {
  const inits = statement.type === 'VariableDeclaration' ? statement.declarations.map(({ init }) => init) : [];
  return inits.flatMap(init => {
    const [source] = init?.type === 'CallExpression' && memberText(init.callee) === 'require' ? init.arguments : [];
    return source?.type === 'Literal' ? [String(source.value)] : [];
  });
}

/** Whether a callee starts with a name that the file declares nowhere: nothing says what type it has. */
function isUnresolved(callee: Node, sourceCode: SourceCode): boolean {
  let root = callee;
  while (root.type === 'MemberExpression') {
    root = root.object;
  }
  return root.type === 'Identifier' && variableOf(sourceCode, root) === undefined;
}
