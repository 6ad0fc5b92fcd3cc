import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from '../analysis/facts.ts';
import { asWritten, isPython } from '../analysis/language.ts';
import { scopesOf } from '../analysis/scopes.ts';
import { contains } from '../analysis/tree.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/**
 * Where a file of Python names something that it imports, also in annotations that are texts. The tree that the analysis
 * reads leaves out the names of what it knows: `partial`, `OrderedDict`. Undefined for everything that is no import of
 * Python.
 */
export function mentionsOf(sourceCode: SourceCode, variable: Variable): readonly Node[] | undefined {
  if (!isPython(sourceCode) || variable.defs[0]?.type !== 'ImportBinding') {
    return undefined;
  }
  return mentionsIn(sourceCode).get(variable) ?? [];
}

const mentionsIn = oncePer((sourceCode: SourceCode): ReadonlyMap<Variable, readonly Node[]> => {
  const imports = new Map<string, Variable[]>();
  const mentions = new Map<Variable, Node[]>();
  for (const variable of scopesOf(sourceCode).flatMap(scope => scope.variables)) {
    if (variable.defs[0]?.type === 'ImportBinding') {
      const name = asWritten(sourceCode, variable.name);
      imports.set(name, [...(imports.get(name) ?? []), variable]);
      mentions.set(variable, []);
    }
  }
  const note = (name: string, token: Node): void => {
    for (const variable of imports.get(name) ?? []) {
      if (!variable.defs.some(({ node }) => contains(node as Node, token))) {
        mentions.get(variable)!.push(token);
      }
    }
  };
  const tokens = sourceCode.ast.tokens as unknown as (Node & { readonly value: string })[];
  for (const [index, token] of tokens.entries()) {
    if ((token.type as string) === 'String') {
      new Set(token.value.match(/[A-Za-z_]\w*/gu)).forEach(name => note(name, token));
    } else if (token.type === 'Identifier' && tokens[index - 1]?.value !== '.') {
      note(token.value, token);
    }
  }
  return mentions;
});
