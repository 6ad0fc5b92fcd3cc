import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a run: the folder it starts in, and what its environment has besides (undefined takes a variable out). */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Variables that npm, Vitest, git and CI set. What the machine itself needs, such as NODE_EXTRA_CA_CERTS, is none of them. */
const ofThisRun =
  /^(?:npm_.*|VITE.*|GIT_.*|NODE|NODE_(?:ENV|OPTIONS|PATH|V8_COVERAGE)|TEST|MODE|DEV|PROD|SSR|BASE_URL|FORCE_COLOR|NO_COLOR|CI)$/iu;

/**
 * The environment of a user's shell in `folder`: the programs that are installed there come first, and nothing is left
 * of what npm, Vitest and git told this process.
 */
export function shellEnvironment(folder: string, extra: RunOptions['env'] = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !ofThisRun.test(name));
  const path = [
    join(folder, 'node_modules', '.bin'),
    ...(process.env['PATH'] ?? '').split(delimiter).filter(part => !part.includes('node_modules')),
  ];
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter), NO_COLOR: '1', ...extra };
}

/** Runs a program to its end, without a standard input. */
export function run(program: string, args: readonly string[], { cwd, env }: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: shellEnvironment(cwd, env), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', status => resolve({ status, stdout, stderr }));
  });
}

/**
 * Runs a program that must end well, and gives what it printed.
 * @throws an Error with all that it printed otherwise.
 */
export async function runWell(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { status, stdout, stderr } = await run(program, args, options);
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}
