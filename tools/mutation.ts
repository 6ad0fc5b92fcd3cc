import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { table, tell } from './bench/quality.ts';
import { root } from './source-files.ts';

/*
 * Mutation testing of a sample: all of `src` has some tens of thousands of mutants, and each is tried on every test that
 * reaches it. So places are drawn at random, and a seed draws the same ones again.
 */

const usage =
  'Usage: npm run mutation -- [--places N] [--seed N]\nTries the mutants of N places of src (60) of six lines each, drawn with a seed (1).';
const folders = ['src/analysis', 'src/rules', 'src/suggest'];
const linesOfPlace = 6;

function wholeNumber(name: string, given: string): number {
  if (!/^[1-9]\d*$/u.test(given)) {
    console.error(`--${name} is ${JSON.stringify(given)}. Allowed: a whole number from 1.\n${usage}`);
    process.exit(2);
  }
  return Number(given);
}

function given(): { places: number; seed: number } {
  try {
    const { values } = parseArgs({ options: { places: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } } });
    return { places: wholeNumber('places', values.places), seed: wholeNumber('seed', values.seed) };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    return process.exit(2);
  }
}

/** Numbers from 0 to 1 that a seed decides: a linear congruential generator with the constants of Numerical Recipes. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** The places of the sources that have code, as Stryker names them: `FILE:FIRST-LAST`. */
function placesOfCode(): string[] {
  return folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .sort()
      .flatMap(name => {
        const lines = readFileSync(join(root, folder, name), 'utf8').split('\n');
        const first = lines.findLastIndex(line => line.startsWith('import ')) + 2;
        const starts = Array.from({ length: Math.ceil((lines.length - first) / linesOfPlace) }, (_, index) => first + index * linesOfPlace);
        return starts.map(start => `${folder}/${name}:${start}-${start + linesOfPlace - 1}`);
      }),
  );
}

function drawn(places: readonly string[], count: number, seed: number): string[] {
  const numbers = randomNumbers(seed);
  const left = [...places];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(numbers.next().value * left.length), 1)[0]!);
}

const { places, seed } = given();
const mutants = await new Stryker({
  mutate: drawn(placesOfCode(), places, seed),
  testRunner: 'vitest',
  vitest: { configFile: 'tools/mutation-tests.ts', related: false },
  coverageAnalysis: 'perTest',
  // a table that is read when its module loads cannot be switched while the tests run
  ignoreStatic: true,
  concurrency: 2,
  // a busy machine is no caught mutant
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  reporters: ['progress-append-only'],
  tempDirName: 'node_modules/.cache/mutation',
  disableTypeChecks: false,
  allowEmpty: true,
}).runMutationTest();

const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
for (const { fileName, location, mutatorName, replacement, status } of missed) {
  console.log(
    `${fileName}:${location.start.line}:${location.start.column} ${status} ${mutatorName}: ${(replacement ?? '').replaceAll(/\s+/gu, ' ').slice(0, 100)}`,
  );
}

const rows = [...folders, 'src'].map(folder => {
  const own = mutants.filter(({ fileName }) => relative(root, fileName).startsWith(`${folder}/`));
  const caught = own.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const tried = caught + own.filter(mutant => missed.includes(mutant)).length;
  return [
    folder === 'src' ? 'all' : `\`${folder}\``,
    String(tried),
    String(caught),
    tried === 0 ? '-' : `${((100 * caught) / tried).toFixed(1)} %`,
  ];
});
tell(
  'Mutation testing',
  `Stryker changes the code in small ways, and a test that lints labelled blocks or compares what is suggested must fail for each.
All of \`src\` has some tens of thousands of such mutants, so \`npm run mutation\` draws ${places} places of ${linesOfPlace} lines each, with the seed ${seed}.

${table(['folder', 'mutants', 'caught', 'share'], rows)}`);
