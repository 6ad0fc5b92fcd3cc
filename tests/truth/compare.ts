import * as fc from 'fast-check';
import plugin from '../../src/index.ts';
import { lintCode, ruleName } from '../../tools/lint-code.ts';
import { everyRule } from '../support/blocks.ts';
import { programs, truthOf, written, type Part } from './program.ts';

/** What a run of a program shows and what the rules say, where they differ. */
export interface Disagreement {
  readonly parts: readonly Part[];
  readonly code: string;
  readonly missed: readonly string[];
  readonly invented: readonly string[];
}

/** Findings of a rule: agreed on, missed, invented. */
export interface Tally {
  agreed: number;
  missed: number;
  invented: number;
}

/** Compares one program; counts into `tallies`. */
export async function compare(parts: readonly Part[], tallies = new Map<string, Tally>()): Promise<Disagreement | undefined> {
  const code = written(parts);
  const truth = await truthOf(code);
  const found = new Set(
    lintCode(plugin, code.shown, 'js', everyRule).map(report => `${report.line} ${ruleName(report) || report.message}`),
  );
  const count = (label: string, what: keyof Tally): void => {
    const rule = label.slice(label.indexOf(' ') + 1);
    const tally = tallies.get(rule) ?? { agreed: 0, missed: 0, invented: 0 };
    tally[what] += 1;
    tallies.set(rule, tally);
  };
  const missed = [...truth].filter(label => !found.has(label));
  const invented = [...found].filter(label => !truth.has(label));
  for (const label of truth) count(label, found.has(label) ? 'agreed' : 'missed');
  for (const label of invented) count(label, 'invented');
  return missed.length + invented.length > 0 ? { parts, code: code.shown, missed, invented } : undefined;
}

/** Compares a number of generated programs, always the same ones for a seed. */
export async function compareMany(
  count: number,
  seed: number,
): Promise<{ readonly tallies: ReadonlyMap<string, Tally>; readonly disagreements: readonly Disagreement[] }> {
  const tallies = new Map<string, Tally>();
  const disagreements: Disagreement[] = [];
  for (const parts of fc.sample(programs, { numRuns: count, seed })) {
    const found = await compare(parts, tallies);
    if (found) disagreements.push(found);
  }
  return { tallies, disagreements };
}
