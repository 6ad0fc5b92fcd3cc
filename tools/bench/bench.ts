import type { ESLint, Linter } from 'eslint';
import { idleRules, linterWith, noRules, parsed, strict, timeOf, type Preset } from './lint.ts';
import { importPeer, packagedSources, peers, sourceNames, type SourceFile } from './packages.ts';
import { median, table, tell } from './quality.ts';
import { shapes } from './shapes.ts';

const rounds = 5;

const presets = [strict, idleRules, ...(await Promise.all((Object.keys(peers) as (keyof typeof peers)[]).map(peerPreset)))];
const linters = [noRules, ...presets].map(preset => ({ name: preset.name, lint: linterWith(preset) }));
const product = /composio|ToolRouterSession/iu;
const all = packagedSources();
const withoutSession = `import { Composio } from '@composio/core';
const composio = new Composio();
export const accountsOf = (userId: string) => composio.connectedAccounts.list({ userIds: [userId] });`;
const corpora = [
  { name: 'names no Composio', files: all.filter(({ text }) => !product.test(text)) },
  {
    name: 'uses Composio without sessions',
    files: fillers().map((file, index) => ({ name: `client${index}.ts`, text: `${file.text}\n${withoutSession}` })),
  },
  { name: 'uses Composio', files: applications() },
];
const rows = corpora.map(({ name, files }) => {
  files.slice(0, 100).forEach(file => measured(file, 0));
  const runs = Array.from({ length: rounds }, (_, round) => {
    process.stderr.write(`${name}: round ${round + 1} of ${rounds}\n`);
    return files.map(file => measured(file, round));
  });
  const total = (what: string) => files.reduce((sum, _, index) => sum + median(runs.map(run => run[index]!.get(what) ?? 0)), 0);
  const parsing = total('parsing');
  const shares = presets.map(preset => `${(((total(preset.name) - total(noRules.name)) / parsing) * 100).toFixed(2)} %`);
  return [name, String(files.length), `${(parsing / 1000).toFixed(1)} s`, ...shares];
});
tell('Speed', `What each preset adds to a lint without rules, as a share of the time that parsing the same files takes. In each of
${rounds} rounds a file is parsed anew, and all presets look at it one after the other, every round beginning with another; the
median of a file's rounds counts, and the sum over all files is shown. Each preset has one linter and one configuration for all
files, as in a run of ESLint. The files are sources of ${sourceNames().join(', ')};
those that use Composio are generated: ordinary files of some hundred lines to which a call of the client is added that makes no
session, or a few sessions; and every shape of *Growth* once.
What is less than one percent is less than two runs differ by.

${table(['file that', 'files', 'parsing', ...presets.map(({ name }) => name)], rows)}`);

/** What parsing a file takes, and then linting it with each preset, in milliseconds; nothing for what is not parsed. */
function measured({ name: path, text }: SourceFile, turn: number): ReadonlyMap<string, number> {
  const filename = path.replace(/.*\//u, '');
  const file = parsed(text, filename);
  const times = new Map<string, number>();
  if (file) {
    times.set('parsing', file.time);
    // the first lint of a tree prepares it for all
    linters[0]!.lint(file.sourceCode(), filename);
    for (let index = 0; index < linters.length; index += 1) {
      const { name, lint } = linters[(index + turn) % linters.length]!;
      const sourceCode = file.sourceCode();
      times.set(name, timeOf(() => lint(sourceCode, filename)));
    }
  }
  return times;
}

/** Ordinary code without Composio. */
function fillers(): SourceFile[] {
  return all
    .filter(({ name, text }) => name.endsWith('.ts') && text.length > 2_000 && text.length < 16_000 && !product.test(text))
    .slice(0, 320);
}

/** Ordinary code around a few sessions, and the shapes that the growth is measured with. */
function applications(): SourceFile[] {
  const withSessions = shapes.filter(({ most }) => !most);
  return [
    ...fillers().map(({ text }, index) => ({
      name: `application${index}.ts`,
      text: `${text}\n${withSessions[index % withSessions.length]!.source(1)}`,
    })),
    ...shapes.map(({ name, source }) => ({ name: `${name.replaceAll(' ', '-')}.ts`, text: source(3) })),
  ];
}

/** The recommended preset of a peer. */
async function peerPreset(name: keyof typeof peers): Promise<Preset> {
  const module = (await importPeer(name)) as { default: ESLint.Plugin };
  const peer = module.default;
  const prefix = name.replace(/^@tanstack\/eslint-plugin-/u, '@tanstack/').replace(/^eslint-plugin-/u, '');
  const configs = peer.configs as Record<string, Linter.Config | Linter.Config[]>;
  const found =
    configs['flat/recommended'] ??
    configs['flat/react'] ??
    (configs['flat'] as unknown as Record<string, Linter.Config>)?.['recommended'] ??
    configs['recommended'];
  const rules = Object.assign({}, ...[found].flat().map(config => config?.rules)) as Linter.RulesRecord;
  return { name: `${name.replace('eslint-plugin-', '')}`, plugins: { [prefix]: peer }, rules };
}
