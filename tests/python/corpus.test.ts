import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lowerPython } from '../../src/python/lower/index.ts';
import { PythonSyntaxError } from '../../src/python/syntax/tokens.ts';

/** Where a system keeps the Python files of its own packages. */
const folder = '/usr/lib/python3';

function* pythonFiles(path: string): Generator<string> {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      yield* pythonFiles(inner);
    } else if (entry.isFile() && entry.name.endsWith('.py')) {
      yield inner;
    }
  }
}

it('reads every Python file of the system', { timeout: 120_000 }, context => {
  if (!existsSync(folder)) {
    context.skip(`there is no ${folder} here`);
  }
  const refused: string[] = [];
  for (const file of pythonFiles(folder)) {
    const text = new TextDecoder().decode(readFileSync(file));
    try {
      lowerPython(text);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
      refused.push(`${file}: ${error.message} at ${error.offset}`);
    }
  }
  expect(refused).toEqual([]);
});
