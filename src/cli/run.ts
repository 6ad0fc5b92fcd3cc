import type { ESLint } from 'eslint';
import plugin from '../index.ts';
import { help, readArguments } from './arguments.ts';
import { createLinter, ownResult } from './linter.ts';

/** What the command prints, and its exit status. */
export interface Outcome {
  readonly status: 0 | 1 | 2;
  readonly output: string;
  readonly error: string;
}

/** Carries out a command line; `cwd` is the folder that its paths start from. */
export async function run(given: readonly string[], cwd: string): Promise<Outcome> {
  try {
    const args = readArguments(given);
    if (args.help) return printed(help);
    if (args.version) return printed(`${plugin.meta!.version}\n`);
    const eslint = await createLinter(args, cwd);
    const formatter = await eslint.loadFormatter(args.format);
    const results = (await eslint.lintFiles([...args.files])).map(ownResult);
    if (args.fix) await (eslint.constructor as typeof ESLint).outputFixes(results);
    const report = await formatter.format(results);
    const broken = results.some(({ errorCount }) => errorCount > 0);
    return { status: broken ? 1 : 0, output: report && `${report}\n`, error: '' };
  } catch (error) {
    const { message } = error as Error;
    return { status: 2, output: '', error: `${message}\nTry composio-sessions-lint --help.\n` };
  }
}

function printed(output: string): Outcome {
  return { status: 0, output, error: '' };
}
