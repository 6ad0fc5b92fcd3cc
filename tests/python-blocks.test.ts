import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import python from '../src/python/index.ts';
import { codeBlocks, parseMarkdown } from '../tools/rule-page.ts';
import { root } from '../tools/source-files.ts';
import { everyRule } from './support/blocks.ts';

const folder = join(root, 'tests', 'blocks');
const config = [python.configs.strict].flat().map(each => ({ ...each, rules: { ...each.rules, ...everyRule } })) as Linter.Config[];

for (const file of readdirSync(folder).filter(name => name.startsWith('python-'))) {
  describe(file, () => {
    for (const block of codeBlocks(parseMarkdown(readFileSync(join(folder, file), 'utf8'))).filter(
      ({ language }) => language === 'python',
    )) {
      it(`${file}:${block.line} ${block.heading}`, () => {
        const expected = block.code.split('\n').flatMap((line, index) => {
          const label = /#\s*expect\s+([a-z][\w\-, ]*?)\s*$/u.exec(line);
          return label ? label[1]!.split(',').map(rule => `${index + 1} ${rule.trim()}`) : [];
        });
        const reports = new Linter().verify(block.code, config, { filename: 'block.py' });
        expect(reports.map(({ line, ruleId }) => `${line} ${ruleId?.split('/').at(-1)}`).sort()).toEqual(expected.sort());
      });
    }
  });
}
