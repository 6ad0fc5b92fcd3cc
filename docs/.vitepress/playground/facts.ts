import type { SourceCode } from 'eslint';
import { sessionFacts } from '../../../src/analysis/index.ts';
import type { SourceCode as AnalysedCode } from '../../../src/analysis/index.ts';
import type { Settings } from '../../../src/sdk/settings.ts';
import type { Fact } from './messages.ts';

/** What the analysis knows about the sessions of the code, in source order. */
export function factsOf(sourceCode: SourceCode, settings: Settings): Fact[] {
  const { creations, stores } = sessionFacts(sourceCode as unknown as AnalysedCode, settings);
  return [
    ...creations.map(({ call, name, how, evidence }) => fact(call, `${how} \`${name}\`, known by ${evidence}`)),
    ...stores.map(({ site, holds, home, reason, lazy }) =>
      fact(site, `store of ${holds} in ${home.kind} \`${home.name}\`, which lives as long as its ${home.lifetime}${lazy ? ', filled lazily' : ''}: ${reason}`),
    ),
  ].sort((a, b) => a.from - b.from);
}

function fact({ range: [from, to], loc: { start } }: { range: [number, number]; loc: { start: { line: number; column: number } } }, text: string): Fact {
  return { from, to, line: start.line, column: start.column + 1, text };
}
