/**
 * Prints how fast Python is parsed and lowered, beside what `@typescript-eslint/parser` needs for TypeScript, in MB per
 * second: `npm run bench:python -- [FOLDER]`. Without a folder, the labelled blocks of the tests are the Python.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseForESLint } from '@typescript-eslint/parser';
import { lowerPython } from '../src/python/lower/index.ts';
import { parsePython } from '../src/python/syntax/parser.ts';
import { codeBlocks, parseMarkdown } from './rule-page.ts';
import { root } from './source-files.ts';

function textsIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => new TextDecoder().decode(readFileSync(join(entry.parentPath, entry.name))));
}

function pythonBlocks(): string[] {
  return textsIn(join(root, 'tests', 'blocks'), '.md').flatMap(text =>
    codeBlocks(parseMarkdown(text)).flatMap(({ code, language }) => (language === 'python' ? [code] : [])),
  );
}

/** The best of three rounds, the first of which warms up. */
function print(name: string, texts: readonly string[], parse: (text: string) => unknown): void {
  const size = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  const seconds = [1, 2, 3].map(() => {
    const start = performance.now();
    texts.forEach(parse);
    return (performance.now() - start) / 1000;
  });
  console.log(`${name.padEnd(34)} ${size.toFixed(1).padStart(6)} MB ${(size / Math.min(...seconds)).toFixed(1).padStart(6)} MB/s`);
}

const [folder] = process.argv.slice(2);
const pythonTexts = folder ? textsIn(folder, '.py') : pythonBlocks();
print('Python, parsed', pythonTexts, parsePython);
print('Python, parsed and lowered', pythonTexts, lowerPython);
print('TypeScript, typescript-eslint', textsIn(join(root, 'src'), '.ts'), text => parseForESLint(text, { range: true, loc: true }));
