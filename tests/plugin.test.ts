import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import * as exported from '../src/index.ts';
import plugin from '../src/index.ts';
import { root } from '../tools/source-files.ts';

const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; version: string };

it('says who it is', () => {
  expect(plugin.meta).toEqual({ name: packageJson.name, version: packageJson.version, namespace: 'composio-sessions' });
});

it('is also what require returns', () => {
  expect(exported).toHaveProperty(['module.exports'], plugin);
});

it.each(['recommended', 'strict'] as const)('has the configuration %s, which brings the plugin along', async name => {
  const config = plugin.configs[name];
  expect(config.name).toBe(`composio-sessions/${name}`);
  expect(config.plugins).toEqual({ 'composio-sessions': plugin });
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config });
  const { rules } = (await eslint.calculateConfigForFile('a.js')) as { rules: Record<string, unknown> };
  expect(Object.keys(rules)).toEqual(Object.keys(config.rules!));
});

it('turns every rule on in strict, and the worst ones in recommended', () => {
  const names = Object.keys(plugin.rules!);
  expect(Object.keys(plugin.configs.strict.rules!)).toEqual(names.map(name => `composio-sessions/${name}`));
  const worst = names.filter(name => (plugin.rules![name]!.meta?.docs as { recommended: boolean }).recommended);
  expect(Object.keys(plugin.configs.recommended.rules!)).toEqual(worst.map(name => `composio-sessions/${name}`));
});

it.each(Object.entries(plugin.rules!))('%s describes each of its options and takes no other', (_, rule) => {
  for (const schema of rule.meta?.schema as { additionalProperties?: boolean; properties: Record<string, { description?: string }> }[]) {
    expect(schema.additionalProperties).toBe(false);
    for (const property of Object.values(schema.properties)) expect(property.description).toMatch(/\.$/u);
  }
});
