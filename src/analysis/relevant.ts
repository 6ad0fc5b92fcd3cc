import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { commandLineModules } from '../sdk/handlers.ts';
import type { Settings } from '../sdk/settings.ts';
import type { SourceCode } from './facts.ts';
import { namesIn } from './guard.ts';
import { isPython } from './language.ts';
import { globalObjects } from './scopes.ts';

type ScopeManager = TSESLint.Scope.ScopeManager;
type Free = { readonly name?: unknown; readonly range: TSESTree.Range };

/** Names that every file has, and by which no value gets from one statement to another. */
const common = new Set([
  'AbortController', 'AbortSignal', 'Array', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'Function', 'Infinity', 'JSON', 'Map', 'Math',
  'NaN', 'Number', 'Object',
  'Promise', 'RangeError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'URL', 'URLSearchParams', 'WeakMap', 'WeakSet',
  'clearInterval', 'clearTimeout',
  'console', 'decodeURIComponent', 'encodeURIComponent', 'fetch', 'isNaN', 'parseFloat', 'parseInt', 'queueMicrotask', 'setTimeout',
  'structuredClone', 'undefined',
]);

/** What makes a file a command-line program stands anywhere, and concerns all of it. */
const programs = new RegExp(`\\bargv\\b|\\bstdin\\b|['"](?:${[...commandLineModules].join('|')})['"]`, 'gu');

/**
 * The statements of a file between which sessions can move: those that name the SDK, and whatever shares a name of the file,
 * or a global one, with them. The rest need not be looked at. With types, or in Python, a session needs no name of its own:
 * there it is all of them.
 */
export function relevantStatements(sourceCode: SourceCode, settings: Settings, hasTypes: boolean): readonly TSESTree.ProgramStatement[] {
  const { ast, scopeManager, text } = sourceCode;
  if (hasTypes || !scopeManager || isPython(sourceCode)) {
    return ast.body;
  }
  const links = linksOf(scopeManager, ast);
  const found = new Set<TSESTree.Node>();
  const open: TSESTree.Node[] = [];
  const reach = (statement: TSESTree.Node | undefined): void => {
    if (statement && !found.has(statement)) {
      found.add(statement);
      open.push(statement);
    }
  };
  for (const position of namesIn(text, settings)) {
    reach(statementAt(ast.body, position));
  }
  for (let statement = open.pop(); statement; statement = open.pop()) {
    for (const name of links.get(statement) ?? []) {
      name.forEach(reach);
      name.clear();
    }
  }
  for (const { index } of text.matchAll(programs)) {
    const statement = statementAt(ast.body, index);
    if (statement) {
      found.add(statement);
    }
  }
  return ast.body.filter(statement => found.has(statement));
}

/** For each statement, the names that it shares, as all the statements that have the name. */
function linksOf(scopeManager: ScopeManager, ast: TSESTree.Program): ReadonlyMap<TSESTree.Node, ReadonlySet<Set<TSESTree.Node>>> {
  const links = new Map<TSESTree.Node, Set<Set<TSESTree.Node>>>();
  const globals = new Map<string, Set<TSESTree.Node>>();
  const link = (name: Set<TSESTree.Node>, identifier: { readonly range: TSESTree.Range }): void => {
    const statement = statementAt(ast.body, identifier.range[0]);
    if (statement && !name.has(statement)) {
      name.add(statement);
      const ofStatement = links.get(statement);
      if (ofStatement) {
        ofStatement.add(name);
      } else {
        links.set(statement, new Set([name]));
      }
    }
  };
  const free: Free[] = [];
  for (const scope of scopeManager.scopes) {
    if (scope.block !== ast) {
      continue;
    }
    for (const { defs, identifiers, references } of scope.variables) {
      if (defs.length === 0) {
        references.forEach(reference => reference.isValueReference !== false && free.push(reference.identifier));
      } else {
        const name = new Set<TSESTree.Node>();
        identifiers.forEach(identifier => link(name, identifier));
        references.forEach(reference => link(name, reference.identifier));
      }
    }
    if (!scope.upper) {
      scope.through.forEach(reference => free.push(reference.identifier));
    }
  }
  // `globalThis.make = …` is another name for `make`
  const isOne = free.some(({ name }) => globalObjects.has(String(name)));
  for (const identifier of free) {
    const name = String(identifier.name);
    if (!common.has(name)) {
      const shared = isOne ? 'globalThis' : name;
      const known = globals.get(shared) ?? new Set();
      globals.set(shared, known);
      link(known, identifier);
    }
  }
  return links;
}

/** The statement of a file that has a position. */
function statementAt(statements: readonly TSESTree.ProgramStatement[], position: number): TSESTree.ProgramStatement | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (statements[middle]!.range[1] <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found = statements[low];
  return found && found.range[0] <= position ? found : undefined;
}
