import type * as fileSystem from 'node:fs';
import type * as pathModule from 'node:path';
import { coreModule } from './sdk/model.ts';

type FileSystem = typeof fileSystem;
type Paths = typeof pathModule;

/** A project with more folders above a file, or with a larger manifest of the SDK, is none. */
const mostFolders = 64;
const largestManifest = 256 * 1024;

const version = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/u;

/** By the folder of the linted file and the project's: what is installed is looked up once in the life of the process. */
const known = new Map<string, string | undefined>();

/**
 * The version of the SDK that is installed for `file`: the first `node_modules/@composio/core` in its folder or a folder
 * above it, up to the project's folder `project`. Never throws.
 *
 * Undefined where none is found, where a link leads out of the project, and where there are no files (in a browser).
 */
export function installedVersion(file: string, project: string | undefined): string | undefined {
  const fs = builtin<FileSystem>('node:fs');
  const paths = builtin<Paths>('node:path');
  if (!fs || !paths || project === undefined || !paths.isAbsolute(file)) {
    return undefined;
  }
  const folder = paths.dirname(file);
  const key = `${folder}\0${project}`;
  if (!known.has(key)) {
    known.set(key, lookUp(folder, paths.resolve(project), fs, paths));
  }
  return known.get(key);
}

/** Node's own modules without an import, which a bundle for browsers would have to satisfy. */
function builtin<Module>(name: string): Module | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as Module | undefined;
}

function lookUp(folder: string, project: string, fs: FileSystem, paths: Paths): string | undefined {
  let at = folder;
  for (let count = 0; count < mostFolders && isInside(at, project, paths); count += 1) {
    const found = manifestIn(at, project, fs, paths);
    if (found) {
      return found.version;
    }
    at = paths.dirname(at);
  }
  return undefined;
}

/** What a folder's own `node_modules` says; undefined when the SDK is not there. */
function manifestIn(folder: string, project: string, fs: FileSystem, paths: Paths): { readonly version: string | undefined } | undefined {
  const manifest = paths.join(folder, 'node_modules', ...coreModule.split('/'), 'package.json');
  try {
    const real = fs.realpathSync(manifest);
    const stats = fs.statSync(real);
    if (!isInside(real, fs.realpathSync(project), paths) || !stats.isFile() || stats.size > largestManifest) {
      return { version: undefined };
    }
    const given: unknown = (JSON.parse(fs.readFileSync(real, 'utf8')) as { version?: unknown } | null)?.version;
    return { version: typeof given === 'string' && version.test(given) ? given : undefined };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { version: undefined };
  }
}

function isInside(path: string, folder: string, paths: Paths): boolean {
  const below = paths.relative(folder, path);
  return below === '' || (!paths.isAbsolute(below) && below.split(paths.sep)[0] !== '..');
}
