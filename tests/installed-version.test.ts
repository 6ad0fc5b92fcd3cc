import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installedVersion } from '../src/installed-version.ts';
import { hasFeature } from '../src/sdk/model.ts';

let outside: string;
let project: string;

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'installed-')));
  project = join(outside, 'project');
  mkdirSync(join(project, 'src', 'agents'), { recursive: true });
});

afterEach(() => {
  rmSync(outside, { recursive: true });
});

function install(folder: string, manifest: string): void {
  const file = join(folder, 'node_modules', '@composio', 'core', 'package.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, manifest);
}

const versionFor = (path: string) => installedVersion(join(project, path), project);

describe('the installed version', () => {
  it.each(['0.9.1', '0.2.7-alpha.1', '1.0.0+build.5'])('is read from the project: %s', version => {
    install(project, JSON.stringify({ version }));
    expect(versionFor('src/agents/mail.ts')).toBe(version);
  });

  it('is that of the nearest folder', () => {
    install(project, '{ "version": "0.9.1" }');
    install(join(project, 'src'), '{ "version": "0.13.0" }');
    expect(versionFor('src/agents/mail.ts')).toBe('0.13.0');
    expect(versionFor('mail.ts')).toBe('0.9.1');
  });

  it('is looked up once for a folder', () => {
    install(project, '{ "version": "0.9.1" }');
    expect(versionFor('src/mail.ts')).toBe('0.9.1');
    install(project, '{ "version": "0.13.0" }');
    expect(versionFor('src/calendar.ts')).toBe('0.9.1');
    expect(versionFor('src/agents/calendar.ts')).toBe('0.13.0');
  });

  it('is not looked for above the project, nor for a file outside of it', () => {
    install(outside, '{ "version": "0.9.1" }');
    expect(versionFor('src/mail.ts')).toBeUndefined();
    expect(installedVersion(join(outside, 'mail.ts'), project)).toBeUndefined();
    expect(installedVersion(join(outside, 'project-too', 'mail.ts'), project)).toBeUndefined();
  });

  it('follows a link inside the project, such as a store of packages', () => {
    const store = join(project, 'node_modules', '.pnpm', 'core');
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'package.json'), '{ "version": "0.13.0" }');
    mkdirSync(join(project, 'node_modules', '@composio'));
    symlinkSync(store, join(project, 'node_modules', '@composio', 'core'));
    expect(versionFor('src/mail.ts')).toBe('0.13.0');
  });

  it('follows no link out of the project', () => {
    install(outside, '{ "version": "0.13.0" }');
    symlinkSync(join(outside, 'node_modules'), join(project, 'node_modules'));
    expect(versionFor('src/mail.ts')).toBeUndefined();
  });

  it.each([
    ['no JSON', '{ "version": '],
    ['null', 'null'],
    ['no version', '{}'],
    ['a version that is none', '{ "version": "workspace:*" }'],
    ['a version that is no string', '{ "version": 1 }'],
    ['a version that comes by the prototype', '{ "__proto__": { "version": "0.13.0" } }'],
    ['a huge manifest', `{ "version": "0.13.0", "readme": "${'x'.repeat(300_000)}" }`],
  ])('is unknown for %s', (_, manifest) => {
    install(project, manifest);
    expect(versionFor('src/mail.ts')).toBeUndefined();
  });

  it('is unknown where a folder stands for the manifest, whatever is installed above', () => {
    install(project, '{ "version": "0.13.0" }');
    mkdirSync(join(project, 'src', 'node_modules', '@composio', 'core', 'package.json'), { recursive: true });
    expect(versionFor('src/mail.ts')).toBeUndefined();
  });

  it('is found for a block of a markdown file', () => {
    install(project, '{ "version": "0.13.0" }');
    writeFileSync(join(project, 'README.md'), '');
    expect(versionFor('README.md/0.ts')).toBe('0.13.0');
  });

  it('is unknown for text without a file, without a project and without a file system', () => {
    install(project, '{ "version": "0.13.0" }');
    expect(installedVersion('<input>', project)).toBeUndefined();
    expect(installedVersion(join(project, 'mail.ts'), undefined)).toBeUndefined();
    vi.stubGlobal('process', undefined);
    try {
      expect(versionFor('mail.ts')).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
    expect(versionFor('mail.ts')).toBe('0.13.0');
  });
});

describe('what a version has', () => {
  it.each([
    ['update', '0.9.0', '0.9.1'],
    ['update', '0.9.1-alpha.2', '0.9.1+build'],
    ['update', '0.8.22', '0.10.0'],
    ['use', '0.2.99', '0.3.0'],
    ['sessions', '0.12.9', '1.0.0'],
    ['delete', '0.13.0', '0.13.2-beta'],
  ] as const)('%s: not %s, but %s', (feature, before, after) => {
    expect(hasFeature(before, feature)).toBe(false);
    expect(hasFeature(after, feature)).toBe(true);
  });

  it('is nothing that only some versions have while the version is unknown', () => {
    expect(hasFeature(undefined, 'update')).toBe(false);
  });
});
