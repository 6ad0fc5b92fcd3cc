import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { blockFiles, labelledBlocks } from '../support/blocks.ts';
import { faultsIn } from './lint-twice.ts';

const blocks = blockFiles.flatMap(labelledBlocks);

/** Words and marks of a text, such as a reader would tell apart. */
const tokensOf = (code: string): string[] => code.match(/\s+|[\p{ID_Continue}$]+|'[^'\n]*'|=>|\?\?=?|\?\.|./gsu) ?? [];

type Mutation = readonly ['copy' | 'drop' | 'swap', number, number];

const mutations = fc.array(fc.tuple(fc.constantFrom('copy' as const, 'drop' as const, 'swap' as const), fc.nat(), fc.nat()), {
  minLength: 1,
  maxLength: 6,
});

function mutated(code: string, changes: readonly Mutation[]): string {
  const tokens = tokensOf(code);
  for (const [how, one, other] of changes) {
    const [at, from] = [one % tokens.length, other % tokens.length];
    if (how === 'drop') tokens.splice(at, 1);
    else if (how === 'copy') tokens.splice(at, 0, tokens[from]!);
    else [tokens[at], tokens[from]] = [tokens[from]!, tokens[at]!];
  }
  return tokens.join('');
}

it('blocks with a few tokens dropped, copied or swapped', () => {
  fc.assert(
    fc.property(fc.constantFrom(...blocks), mutations, ({ code, extension }, changes) => {
      expect(faultsIn(mutated(code, changes), extension)).toEqual([]);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150), seed: 1 },
  );
}, 600_000);

it('halves of two blocks put together', () => {
  fc.assert(
    fc.property(fc.constantFrom(...blocks), fc.constantFrom(...blocks), fc.nat(), fc.nat(), (one, other, cut, otherCut) => {
      const [head, tail] = [one.code.split('\n'), other.code.split('\n')];
      const code = [...head.slice(0, cut % (head.length + 1)), ...tail.slice(otherCut % (tail.length + 1))].join('\n');
      expect(faultsIn(code, one.extension)).toEqual([]);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100), seed: 2 },
  );
}, 600_000);

/** Sources that packages ship, in the order of their names. */
function shippedSources(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name);
      return statSync(path).isDirectory()
        ? shippedSources(path)
        : /\.(?:js|mjs|cjs)$/u.test(name) && statSync(path).size < 40_000
          ? [path]
          : [];
    });
}

const shipped = [
  'eslint/lib', 'yaml/dist', 'diff/libesm', 'micromark-extension-gfm-table', 'mark.js',
].flatMap(name => shippedSources(join(root, 'node_modules', name)));

it('sources of packages, in which some names become those of the SDK', () => {
  expect(shipped.length).toBeGreaterThan(200);
  fc.assert(
    fc.property(
      fc.constantFrom(...shipped),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('create', 'use', 'delete', 'update'),
      (path, client, method, called) => {
        const code = readFileSync(path, 'utf8');
        const receivers = [...code.matchAll(/\b(?<name>[a-z]\w+)\.(?<method>\w+)\(/gu)];
        const [receiver, member] = [
          receivers[client % receivers.length]?.groups?.['name'],
          receivers[method % receivers.length]?.groups?.['method'],
        ];
        const renamed = code
          .replaceAll(new RegExp(`\\b${receiver ?? 'context'}\\b`, 'gu'), 'composio')
          .replaceAll(new RegExp(`\\.${member ?? 'report'}\\(`, 'gu'), `.${called}(`);
        expect(faultsIn(`${renamed}\n// composio`, 'js'), path).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 60), seed: 3 },
  );
}, 600_000);
