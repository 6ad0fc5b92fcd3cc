import { parseForESLint } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';

export type Node = TSESTree.Node;

/** A text in the place of another. Edits of one text never overlap. */
export interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** A piece of code, parsed. */
export interface Source {
  readonly code: string;
  readonly extension: string;
  readonly ast: TSESTree.Program;
  readonly nodes: readonly Node[];
  readonly scopes: ReturnType<typeof parseForESLint>['scopeManager'];
  text(node: Node): string;
}

/** Parses a piece of code; undefined where it does not parse. */
export function sourceOf(code: string, extension: string): Source | undefined {
  try {
    const { ast, scopeManager, visitorKeys } = parseForESLint(code, {
      range: true,
      loc: true,
      sourceType: 'module',
      ecmaFeatures: { jsx: extension !== 'ts' },
    });
    const nodes: Node[] = [];
    const visit = (node: Node, parent: Node | undefined): void => {
      Object.defineProperty(node, 'parent', { value: parent, configurable: true, writable: true });
      nodes.push(node);
      for (const key of visitorKeys[node.type] ?? []) {
        const child = (node as unknown as Record<string, unknown>)[key];
        for (const each of Array.isArray(child) ? child : [child]) if (each && typeof each === 'object') visit(each as Node, node);
      }
    };
    visit(ast as Node, undefined);
    return { code, extension, ast: ast as TSESTree.Program, nodes, scopes: scopeManager, text: node => code.slice(...node.range) };
  } catch {
    return undefined;
  }
}

/** The code after the edits; of two that overlap, the outer one is left out. */
export function edited(code: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => one.range[1] - other.range[1] || other.range[0] - one.range[0]);
  let result = '';
  let end = 0;
  for (const { range, text } of sorted) {
    if (range[0] < end) continue;
    result += code.slice(end, range[0]) + text;
    [, end] = range;
  }
  return result + code.slice(end);
}
