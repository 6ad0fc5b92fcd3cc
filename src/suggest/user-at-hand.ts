import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, SourceCode } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { userConventions } from '../sdk/users.ts';
import { memberText, variableOf } from './names.ts';
import { pythonUser } from './user-at-hand-python.ts';
import { examplesOf, type UserAtHand, userBeside } from './user-beside.ts';
import { boundBy, localUser, namedUsers, pathText, userPathIn } from './user-paths.ts';
import { oncePer } from '../analysis/once-per.ts';

export type { UserAtHand } from './user-beside.ts';

type Node = TSESTree.Node;

/** What is known where a user is looked for. */
export interface Search {
  readonly sourceCode: SourceCode;
  /** Whether the file has no types: what types might not have is left out elsewhere. */
  readonly isUntyped: boolean;
  /** Those of the file: another function's says how that one gets its user. */
  readonly creations: readonly Creation[];
  /** Whether a path may be taken for the user. */
  readonly isWanted: (path: Node) => boolean;
}

/**
 * The user of a function at one of its nodes, from the surest to the least sure: a parameter `userId`, `req.user.id` where
 * the code says it already, a variable that was filled before, what another function of the file does to get its own, and
 * where the framework has it.
 */
export function userFor(fn: FunctionNode, at: Node, { sourceCode, isUntyped, creations, isWanted }: Search): UserAtHand | undefined {
  const own = namedUsers(fn).find(isWanted) ?? userPathIn(fn, sourceCode, isWanted);
  if (own || isPython(sourceCode)) {
    const text = own
      ? pathText(own, sourceCode)
      : pythonUser(
          fn,
          sourceCode,
          examplesOf(creations, sourceCode).filter(({ user }) => isWanted(user)),
        );
    return text === undefined ? undefined : { text, lines: [] };
  }
  const local = localUser(fn, at, sourceCode, isWanted);
  if (local) {
    return { text: pathText(local, sourceCode), lines: [] };
  }
  const examples = examplesOf(creations, sourceCode).filter(({ user }) => isWanted(user));
  const text = conventionalUser(fn, sourceCode, isUntyped);
  return userBeside(fn, at, examples, sourceCode) ?? (text === undefined ? undefined : { text, lines: [] });
}

/** The same for all of a function, where nothing can be written in front. */
export function likelyUser(fn: FunctionNode, sourceCode: SourceCode, isUntyped: boolean): string | undefined {
  const found = userFor(fn, fn.body, { sourceCode, isUntyped, creations: [], isWanted: () => true });
  return found && found.lines.length > 0 ? conventionalUser(fn, sourceCode, isUntyped) : found?.text;
}

/** Where the framework has the user of a handler that is registered on it, or of a controller that is exported for it. */
function conventionalUser(fn: FunctionNode, sourceCode: SourceCode, isUntyped: boolean): string | undefined {
  const callee = fn.parent.type === 'CallExpression' ? fn.parent.callee : undefined;
  const names = fn.params.flatMap(parameter => boundBy(parameter).map(({ name }) => name));
  const isController = isUntyped && isExported(fn) && names[0] === 'req' && names[1] === 'res';
  if (callee?.type !== 'MemberExpression' && !isController) {
    return undefined;
  }
  const free = callee && freeRootOf(callee, sourceCode);
  const imported = modulesOf(sourceCode);
  const isFree = isUntyped || free !== undefined;
  const found = userConventions.find(
    ({ modules, parameter, isCertain, typed }) =>
      names.includes(parameter) &&
      (modules.length === 0 || modules.some(module => imported.has(module) || module === free)) &&
      (isCertain || isFree || typed !== undefined),
  );
  const path = found && (isFree ? found.path : (found.typed ?? found.path));
  return found?.isNumber ? `String(${path})` : path;
}

/** `exports.chat = (req, res) => …`, `export const chat = …`; a default export may be any framework's. */
function isExported({ type, parent }: FunctionNode): boolean {
  const declared = type === 'FunctionDeclaration' ? parent : parent.type === 'VariableDeclarator' ? parent.parent.parent : parent;
  return (
    declared.type === 'ExportNamedDeclaration' ||
    (declared.type === 'AssignmentExpression' && /^(?:module\.)?exports\.\w/u.test(memberText(declared.left)))
  );
}

/** The modules that a file loads at its top level. */
const modulesOf = oncePer(
  (sourceCode: SourceCode) =>
    new Set(
      sourceCode.ast.body.flatMap(statement => (statement.type === 'ImportDeclaration' ? [statement.source.value] : requiredBy(statement))),
    ),
);

/** The modules that `const { Client } = require('discord.js')` asks for. */
function requiredBy(statement: Node): string[] {
  const inits = statement.type === 'VariableDeclaration' ? statement.declarations.map(({ init }) => init) : [];
  return inits.flatMap(init => {
    const [source] = init?.type === 'CallExpression' && memberText(init.callee) === 'require' ? init.arguments : [];
    return source?.type === 'Literal' ? [String(source.value)] : [];
  });
}

/** The name that a callee starts with, when the file declares it nowhere: nothing says what type it has. */
function freeRootOf(callee: Node, sourceCode: SourceCode): string | undefined {
  let root = callee;
  while (root.type === 'MemberExpression') {
    root = root.object;
  }
  return root.type === 'Identifier' && variableOf(sourceCode, root) === undefined ? root.name : undefined;
}
