import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { root } from '../source-files.ts';

/** Where downloaded packages stay between runs; git ignores it with the rest of `node_modules`. */
const cache = join(root, 'node_modules', '.cache', 'bench');

/** Packages that ship their sources, and the folder of these. */
const sources = [
  { name: 'viem', version: '2.57.20', folder: '' },
  { name: 'openai', version: '6.49.0', folder: 'src' },
  { name: 'rxjs', version: '7.8.2', folder: 'src' },
  { name: '@tanstack/react-query', version: '5.108.4', folder: 'src' },
  { name: '@tanstack/query-core', version: '5.108.4', folder: 'src' },
  { name: 'rxjs', version: '7.8.2', folder: 'dist/esm' },
] as const;

/** The plugins that ours is compared with: they live in a project of their own, as nothing else here needs them. */
export const peers = {
  '@tanstack/eslint-plugin-query': '5.106.1',
  'eslint-plugin-react-hooks': '7.1.1',
  'eslint-plugin-testing-library': '7.16.2',
} as const;

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** So many files are taken, evenly from all packages. */
const most = 1_600;

/** The sources of the pinned packages, downloaded when they are not there yet. */
export function packagedSources(): SourceFile[] {
  const all = sources.flatMap(({ name, version, folder }) => {
    const unpacked = unpackedPackage(name, version);
    return filesBelow(join(unpacked, folder)).map(file => ({
      name: `${name}/${relative(unpacked, file)}`,
      text: readFileSync(file, 'utf8'),
    }));
  });
  return all.filter((_, index) => Math.floor((index * most) / all.length) !== Math.floor(((index - 1) * most) / all.length));
}

/** What `packagedSources` are made of, for people. */
export function sourceNames(): string[] {
  return [...new Set(sources.map(({ name, version }) => `${name} ${version}`))];
}

/** Imports one of the peers. */
export async function importPeer(name: keyof typeof peers): Promise<unknown> {
  const project = installed('peers', { ...peers, eslint: '10.15.0', typescript: '6.0.3' });
  return import(createRequire(join(project, 'package.json')).resolve(name));
}

/** A project of its own with some packages, installed when it is not there yet. */
export function installed(name: string, dependencies: Readonly<Record<string, string>>): string {
  const project = join(cache, name);
  const wanted = JSON.stringify({ private: true, type: 'module', dependencies });
  const file = join(project, 'package.json');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
    mkdirSync(project, { recursive: true });
    writeFileSync(file, wanted);
    execFileSync('npm', [
      'install', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps',
    ], { cwd: project, stdio: 'inherit' });
  }
  return project;
}

function unpackedPackage(name: string, version: string): string {
  const folder = join(cache, 'sources', `${name.replace('/', '+')}@${version}`);
  if (!existsSync(join(folder, 'package'))) {
    mkdirSync(folder, { recursive: true });
    const archive = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
  }
  return join(folder, 'package');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.tsx?$|^(?!.*\.min\.)[^.]*\.js$/u.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !/[/\\]_(?:cjs|esm|types)[/\\]/u.test(file))
    .sort();
}
