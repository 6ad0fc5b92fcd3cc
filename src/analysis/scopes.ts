import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from './facts.ts';

type Scope = TSESLint.Scope.Scope;
type ScopeManager = TSESLint.Scope.ScopeManager;

/** Names of the global object. */
export const globalObjects: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

/** The scope manager of a file. ESLint gives one to every file that it lints, though its types let it be missing. */
export function scopeManagerOf(sourceCode: SourceCode): ScopeManager {
  return sourceCode.scopeManager!;
}

/** The variables that a node declares. */
export function variablesOf(sourceCode: SourceCode, node: TSESTree.Node): readonly Variable[] {
  return scopeManagerOf(sourceCode).getDeclaredVariables(node);
}

/** Every scope of a file. */
export function scopesOf(sourceCode: SourceCode): readonly Scope[] {
  return scopeManagerOf(sourceCode).scopes;
}

/** The scopes that a node makes: none, one, or for a named function expression two. */
export function scopesMadeBy(sourceCode: SourceCode, node: TSESTree.Node): Scope[] {
  const manager = scopeManagerOf(sourceCode);
  const [outer, inner] = [manager.acquire(node), manager.acquire(node, true)];
  return [outer, inner === outer ? null : inner].filter(scope => scope !== null);
}

/** The scope that a node makes, if it makes one. */
export function scopeMadeBy(sourceCode: SourceCode, node: TSESTree.Node): Scope | undefined {
  return scopeManagerOf(sourceCode).acquire(node) ?? undefined;
}
