import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { expectations, typedBlocks } from '../support/blocks.ts';
import { folderIn, pnpmProject, sharedProject } from '../support/project.ts';
import type { Files } from '../support/project.ts';
import { pinned } from '../support/versions.ts';
import { flatConfig, importParser, tsconfig, typed, untyped } from './configs.ts';
import { eslintFindings } from './findings.ts';

const { blocks, files } = typedBlocks(join(root, 'tests', 'blocks', 'types.md'));

const named = blocks.map(block => [`blocks/block-${block.line}.${block.extension}`, block] as const);
const sources: Files = {
  ...Object.fromEntries([...files].map(([path, code]) => [`blocks/${path}`, code])),
  ...Object.fromEntries(named.map(([path, { code }]) => [path, code])),
};
const withTypes: Files = { ...sources, 'eslint.config.js': flatConfig(typed, undefined, importParser), 'tsconfig.json': tsconfig };

/** Every label as `FILE:LINE`; the columns are pinned by the tests of the rules. */
const labels = named.flatMap(([path, { code }]) => expectations(code).map(label => `${path}:${label}`)).sort();

async function found(cwd: string): Promise<string[]> {
  const findings = await eslintFindings(['blocks'], { cwd });
  return findings
    .filter(finding => /\/block-\d+\./u.test(finding))
    .map(finding => finding.replace(/:\d+ composio-sessions\//u, ' '))
    .sort();
}

const base = pinned('@typescript-eslint/parser', 'typescript', 'eslint');

it.each(['0.19.0', '0.6.11'])('with @composio/core %s, what only types tell is found', async version => {
  const project = await sharedProject({ ...base, '@composio/core': version });
  expect(await found(folderIn(project, withTypes))).toEqual(labels);
});

it("finds it in pnpm's layout, where the SDK lies in a store", async () => {
  const project = await pnpmProject({ ...base, '@composio/core': '0.19.0' }, {});
  expect(lstatSync(join(project, 'node_modules', '@composio', 'core')).isSymbolicLink()).toBe(true);
  expect(await found(folderIn(project, withTypes))).toEqual(labels);
});

it('without types, little of it is', async () => {
  const project = await sharedProject({ ...base, '@composio/core': '0.19.0' });
  const findings = await found(folderIn(project, { ...sources, 'eslint.config.js': flatConfig(untyped, undefined, importParser) }));
  expect(labels).toEqual(expect.arrayContaining(findings));
  expect(findings.length).toBeLessThan(labels.length / 3);
});
