import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../tools/source-files.ts';
import { runWell } from './run.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed plugin, as it would be published. */
    tarball: string;
    /** A folder outside of the repository for the projects of this run. */
    projects: string;
  }
}

/** Packs the plugin for a suite, unless `PLUGIN_TARBALL` names a packed one, and makes the folder for its projects. */
export default async function packOnce(project: TestProject): Promise<() => void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'composio-sessions-')));
  const given = process.env['PLUGIN_TARBALL'];
  project.provide('tarball', given ? resolve(root, given) : await pack(folder));
  project.provide('projects', folder);
  return () => rm(folder, { recursive: true, force: true });
}

async function pack(folder: string): Promise<string> {
  const name = (await runWell('npm', ['pack', '--pack-destination', folder], { cwd: root })).trim();
  return join(folder, name);
}
