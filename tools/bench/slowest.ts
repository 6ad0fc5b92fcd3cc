import { blockFiles, labelledBlocks } from '../../tests/support/blocks.ts';
import { linterWith, noRules, parsed, strict, timeOf } from './lint.ts';
import { packagedSources, type SourceFile } from './packages.ts';
import { median, table, tell } from './quality.ts';

const bound = 50;
const [withoutRules, withOurs] = [linterWith(noRules), linterWith(strict)];

/** A source in which the names that it calls most on become the SDK's: code that nobody wrote, and full of sessions. */
function disguised({ name, text }: SourceFile): SourceFile {
  const counted = new Map<string, number>();
  for (const { groups } of text.matchAll(/\b(?<receiver>[a-z]\w+)\.(?<method>\w+)\(/gu)) {
    for (const word of [`${groups!['receiver']!}.`, `.${groups!['method']!}(`]) {
      counted.set(word, (counted.get(word) ?? 0) + 1);
    }
  }
  const most = (isOf: (word: string) => boolean) => [...counted].filter(([word]) => isOf(word)).sort((a, b) => b[1] - a[1])[0]?.[0];
  const [receiver, method] = [most(word => word.endsWith('.')), most(word => word.startsWith('.'))];
  const renamed =
    receiver && method
      ? text.replaceAll(new RegExp(`\\b${receiver.slice(0, -1)}\\b`, 'gu'), 'composio').replaceAll(method, '.create(')
      : text;
  return { name: `${name} with the SDK's names`, text: `${renamed}\n// composio\n` };
}

/** What our rules take for a file, in milliseconds for each thousand lines that it begins; undefined where it does not parse. */
function costOf({ name, text }: SourceFile): number | undefined {
  const filename = name.replace(/ .*$/u, '').replace(/.*\//u, '');
  const file = parsed(text, filename);
  if (!file) {
    return undefined;
  }
  withoutRules(file.sourceCode(), filename);
  const once = (): number => {
    const [one, other] = [file.sourceCode(), file.sourceCode()];
    const without = timeOf(() => withoutRules(one, filename));
    const own = timeOf(() => withOurs(other, filename)) - without;
    return Math.max(own, 0) / Math.ceil(text.split('\n').length / 1_000);
  };
  const cost = once();
  // the collection of garbage and the compiler fall into one run or another
  return cost > bound ? median([cost, once(), once()]) : cost;
}

const sources = packagedSources();
const kinds: readonly (readonly [kind: string, files: readonly SourceFile[]])[] = [
  ['sources of packages', sources],
  ['the same with names of the SDK', sources.map(disguised)],
  [
    'labelled blocks',
    blockFiles
      .flatMap(labelledBlocks)
      .map(({ code, extension, place }) => ({ name: `${place.replaceAll(/\W+/gu, '-')}.${extension}`, text: code })),
  ],
];
sources.slice(0, 200).forEach(costOf);
const rows = kinds.map(([kind, files]) => {
  const costs = files.map(costOf).filter(cost => cost !== undefined).sort((a, b) => a - b);
  const slow = costs.filter(cost => cost > bound).length;
  return [
    kind,
    String(costs.length),
    median(costs).toFixed(2),
    costs[Math.floor(costs.length * 0.99)]!.toFixed(1),
    costs.at(-1)!.toFixed(1),
    String(slow),
  ];
});
tell(
  'Slowest runs',
  `Milliseconds that the \`strict\` preset takes on one file, for each thousand lines that the file begins; what comes out over
${bound} is measured three times, and the middle counts. The second kind of files are those of the first in which the names that they call most on are the SDK's, so that most of what they do is done with sessions.

${table(['files', 'how many', 'the middle', '99 of 100 below', 'the slowest', `over ${bound} ms`], rows)}`);
