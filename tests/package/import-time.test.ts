import { expect, it } from 'vitest';
import { folderIn, sharedProject } from '../support/project.ts';
import { runWell } from '../support/run.ts';
import { pinned } from '../support/versions.ts';

const plugins = ['eslint-plugin-composio-sessions', '@tanstack/eslint-plugin-query', 'eslint-plugin-testing-library'];
const rounds = 7;

const measure = `const start = performance.now();
await import(process.argv[2]);
console.log(performance.now() - start);
`;

it('prints how long importing it takes beside two well-known plugins', async () => {
  const project = await sharedProject(pinned('eslint', 'typescript', '@tanstack/eslint-plugin-query', 'eslint-plugin-testing-library'));
  const cwd = folderIn(project, { 'measure.js': measure });
  const times = new Map<string, number[]>(plugins.map(name => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of plugins) times.get(name)!.push(Number(await runWell('node', ['measure.js', name], { cwd })));
  }
  const medians = [...times].map(([name, values]) => ({ name, median: values.sort((a, b) => a - b)[Math.floor(rounds / 2)]! }));
  process.stdout.write(`Import time, median of ${rounds}, each in a new process:\n`);
  for (const { name, median } of medians) process.stdout.write(`  ${name} ${median.toFixed(0)} ms\n`);
  for (const { median } of medians) expect(median).toBeGreaterThan(0);
});
