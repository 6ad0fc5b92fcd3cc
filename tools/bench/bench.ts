import type { ESLint, Linter } from 'eslint';
import plugin from '../../src/index.ts';
import { lint, noRules, parsed, type Preset } from './lint.ts';
import { importPeer, packagedSources, peers, sourceNames, type SourceFile } from './packages.ts';
import { median, table, tell } from './quality.ts';
import { shapes } from './shapes.ts';

const rounds = 5;
const own: Preset = { name: 'composio-sessions (strict)', plugins: { 'composio-sessions': plugin }, rules: plugin.configs.strict.rules! };

/** What one round over some files took, in milliseconds. */
interface Round {
  parsing: number;
  readonly presets: Map<string, number>;
}

const presets = [own, ...(await Promise.all((Object.keys(peers) as (keyof typeof peers)[]).map(peerPreset)))];
const product = /composio|ToolRouterSession/iu;
const all = packagedSources();
const corpora = [
  { name: 'names no Composio', files: all.filter(({ text }) => !product.test(text)) },
  { name: 'uses Composio', files: applications() },
];
const rows: string[][] = [];
for (const { name, files } of corpora) {
  round(files.slice(0, 100), 0);
  const measured = Array.from({ length: rounds }, (_, index) => {
    process.stderr.write(`${name}: round ${index + 1} of ${rounds}\n`);
    return round(files, index);
  });
  const share = (preset: Preset) => median(measured.map(({ parsing, presets: times }) => (times.get(preset.name)! / parsing) * 100));
  const parsing = median(measured.map(each => each.parsing));
  rows.push([name, String(files.length), `${(parsing / 1000).toFixed(1)} s`, ...presets.map(preset => `${share(preset).toFixed(2)} %`)]);
}
tell('Speed', `What each preset adds to a lint without rules, as a share of the time that parsing the same files takes: the median of
${rounds} rounds. In a round each file is parsed anew, and all presets look at it one after the other, every round beginning with
another, because the first one pays for what ESLint prepares for all. What ESLint takes to read a preset's configuration, anew for each file,
is part of it. The files are sources of ${sourceNames().join(', ')};
those that use Composio are generated: applications of some hundred lines around a few sessions, and every shape of *Growth* once.

${table(['files that', 'files', 'parsing', ...presets.map(({ name }) => name)], rows)}`);

/** Parses and lints every file once under each preset. */
function round(files: readonly SourceFile[], turn: number): Round {
  const total: Round = { parsing: 0, presets: new Map(presets.map(({ name }) => [name, 0])) };
  const order = presets.map((_, index) => presets[(index + turn) % presets.length]!);
  for (const { name, text } of files) {
    const filename = name.replace(/.*\//u, '');
    const file = parsed(text, filename);
    if (file) {
      total.parsing += file.time;
      lint(file.sourceCode(), filename, noRules);
      const without = lint(file.sourceCode(), filename, noRules).time;
      for (const preset of order) {
        const extra = lint(file.sourceCode(), filename, preset).time - without;
        total.presets.set(preset.name, total.presets.get(preset.name)! + extra);
      }
    }
  }
  return total;
}

/** Ordinary code around a few sessions, and the shapes that the growth is measured with. */
function applications(): SourceFile[] {
  const fillers = all.filter(({ name, text }) => name.endsWith('.ts') && text.length > 4_000 && text.length < 16_000 && !product.test(text)).slice(0, 80);
  const withSessions = shapes.filter(({ most }) => !most);
  return [
    ...fillers.map(({ text }, index) => ({ name: `application${index}.ts`, text: `${text}\n${withSessions[index % withSessions.length]!.source(1)}` })),
    ...shapes.map(({ name, source }) => ({ name: `${name.replaceAll(' ', '-')}.ts`, text: source(3) })),
  ];
}

/** The recommended preset of a peer. */
async function peerPreset(name: keyof typeof peers): Promise<Preset> {
  const module = (await importPeer(name)) as { default: ESLint.Plugin };
  const peer = module.default;
  const prefix = name.replace(/^@tanstack\/eslint-plugin-/u, '@tanstack/').replace(/^eslint-plugin-/u, '');
  const configs = peer.configs as Record<string, Linter.Config | Linter.Config[]>;
  const found = configs['flat/recommended'] ?? configs['flat/react'] ?? (configs['flat'] as unknown as Record<string, Linter.Config>)?.['recommended'] ?? configs['recommended'];
  const rules = Object.assign({}, ...[found].flat().map(config => config?.rules)) as Linter.RulesRecord;
  return { name: `${name.replace('eslint-plugin-', '')}`, plugins: { [prefix]: peer }, rules };
}
