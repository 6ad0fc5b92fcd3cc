import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { runWell } from './run.ts';
import { pinned } from './versions.ts';

/** Texts by their path in a project. */
export type Files = Readonly<Record<string, string>>;

/** Writes files into a folder, with the folders that they need. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const manifest = (dependencies: Readonly<Record<string, string>>) =>
  `${JSON.stringify({ name: 'a-clean-project', private: true, type: 'module', devDependencies: dependencies }, null, 2)}\n`;

const manifestWithPlugin = (dependencies: Readonly<Record<string, string>>) =>
  manifest({ ...dependencies, 'eslint-plugin-composio-sessions': `file:${inject('tarball')}` });

/**
 * A clean project with the packed plugin and the given packages, installed by npm. Tests that ask for the same packages
 * get the same project, so each test keeps to a folder of its own in it (`folderIn`).
 */
export async function sharedProject(dependencies: Readonly<Record<string, string>>): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 12);
  const folder = join(inject('projects'), `shared-${key}`);
  if (!existsSync(join(folder, 'installed'))) {
    await installInto(folder, dependencies);
    writeFileSync(join(folder, 'installed'), '');
  }
  return folder;
}

/** A clean project that no other test uses. */
export async function ownProject(dependencies: Readonly<Record<string, string>>, files: Files = {}): Promise<string> {
  const folder = mkdtempSync(join(inject('projects'), 'own-'));
  await installInto(folder, dependencies);
  writeFiles(folder, files);
  return folder;
}

/** A clean project that pnpm installs: each package is a link into its store, with links to what it depends on. */
export async function pnpmProject(dependencies: Readonly<Record<string, string>>, files: Files): Promise<string> {
  const folder = mkdtempSync(join(inject('projects'), 'pnpm-'));
  writeFiles(folder, { ...files, 'package.json': manifestWithPlugin(dependencies) });
  await runWell('npx', ['--yes', `pnpm@${pinned('pnpm').pnpm}`, 'install'], { cwd: folder });
  return folder;
}

/** A new folder with these files in a project. */
export function folderIn(project: string, files: Files): string {
  const folder = mkdtempSync(join(project, 'test-'));
  writeFiles(folder, files);
  return folder;
}

async function installInto(folder: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  writeFiles(folder, { 'package.json': manifestWithPlugin(dependencies) });
  await runWell('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--strict-peer-deps'], { cwd: folder });
}
