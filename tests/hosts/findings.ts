import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ESLint } from 'eslint';
import { run } from '../support/run.ts';
import type { Ended, RunOptions } from '../support/run.ts';

/** What a host reported, each as `FILE:LINE:COLUMN rule`, sorted. */
export type Findings = readonly string[];

/** Runs the ESLint of the project that `cwd` lies in. */
export async function eslintFindings(args: readonly string[], options: RunOptions): Promise<Findings> {
  const ended = await run('node', ['../node_modules/eslint/bin/eslint.js', '--format', 'json', ...args], options);
  return parsed<ESLint.LintResult[]>(ended)
    .flatMap(({ filePath, messages }) =>
      messages.map(({ line, column, ruleId, message }) => `${relative(options.cwd, filePath)}:${line}:${column} ${ruleId ?? message}`),
    )
    .sort();
}

interface OxlintReport {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly offset: number } }[];
  }[];
}

/** Runs oxlint. It counts columns in bytes, so lines and columns are counted anew from the offset. */
export async function oxlintFindings(args: readonly string[], options: RunOptions): Promise<Findings> {
  const ended = await run('node', ['../node_modules/oxlint/bin/oxlint', '--format', 'json', ...args], options);
  return parsed<OxlintReport>(ended)
    .diagnostics.map(({ code, message, filename, labels }) => {
      const rule = /^composio-sessions\((?<name>.*)\)$/u.exec(code)?.groups?.['name'];
      const before = readFileSync(join(options.cwd, filename)).subarray(0, labels[0]?.span.offset ?? 0).toString();
      const line = before.split('\n').length;
      return `${filename}:${line}:${before.length - before.lastIndexOf('\n')} ${rule ? `composio-sessions/${rule}` : message}`;
    })
    .sort();
}

function parsed<Output>({ stdout, stderr }: Ended): Output {
  try {
    return JSON.parse(stdout) as Output;
  } catch (cause) {
    throw new Error(`no report, but\n${stdout.slice(0, 2000)}\n${stderr}`, { cause });
  }
}
