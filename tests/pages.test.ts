import { parser as pythonParser } from '@lezer/python';
import { describe, expect, it } from 'vitest';
import { applied, ruleName } from '../tools/lint-code.ts';
import { everyRule, lintBlock, pageBlocks, pages } from './support/blocks.ts';
import type { Block } from '../tools/rule-page.ts';
import { typeErrors } from './support/type-check.ts';

for (const page of pages) {
  const blocks = pageBlocks(page);
  const having = (verdict: Block['verdict']) => blocks.filter(block => block.verdict === verdict);
  const withInfo = (key: string) => blocks.filter(({ info }) => info.has(key));

  describe(`the page of ${page.name}`, () => {
    it('has an incorrect and a correct block in TypeScript', () => {
      const verdicts = blocks.filter(({ extension }) => extension === 'ts').map(({ verdict }) => verdict);
      expect(verdicts).toContain('incorrect');
      expect(verdicts).toContain('correct');
    });

    for (const block of having('incorrect')) {
      it(`${block.place}: is reported by this rule alone`, () => {
        expect([...new Set(lintBlock(block, everyRule).map(ruleName))]).toEqual([page.name]);
      });
    }

    for (const block of having('correct')) {
      it(`${block.place}: is silent under every rule`, () => {
        expect(lintBlock(block, everyRule).map(({ line, ruleId, message }) => `${line} ${ruleId} ${message}`)).toEqual([]);
      });
    }

    for (const block of having('none')) {
      it(`${block.place}: parses`, () => {
        expect(lintBlock(block, {})).toEqual([]);
      });
    }

    for (const block of withInfo('fix')) {
      it(`${block.place}: a suggestion gives the block that is fixed by it`, () => {
        const name = block.info.get('fix');
        const target = withInfo('fixed-by').find(({ info }) => info.get('fixed-by') === name);
        const results = lintBlock(block, everyRule).flatMap(({ suggestions = [] }) =>
          suggestions.map(({ fix }) => applied(block.code, fix)),
        );
        if (!target) throw new Error(`there is no block with fixed-by=${name}`);
        expect(results.includes(target.code) ? target.code : results.join('\n\n')).toBe(target.code);
      });
    }

    for (const block of withInfo('fixed-by')) {
      it(`${block.place}: is what some block is fixed to`, () => {
        expect(withInfo('fix').map(({ info }) => info.get('fix'))).toContain(block.info.get('fixed-by'));
      });
    }

    for (const block of page.blocks.filter(({ language }) => language === 'python')) {
      it(`rule.md:${block.line}: the Python parses`, () => {
        expect(pythonErrors(block.code).map(line => `rule.md:${block.line + line}`)).toEqual([]);
      });
    }
  });
}

/** The lines of a Python text that do not parse. */
function pythonErrors(code: string): number[] {
  const lines: number[] = [];
  pythonParser.parse(code).iterate({
    enter({ type, from }) {
      if (type.isError) lines.push(code.slice(0, from).split('\n').length);
    },
  });
  return lines;
}

it('type-checks every TypeScript block against the real SDK', { timeout: 60_000 }, () => {
  const blocks = pages.flatMap(page => pageBlocks(page).map(block => ({ block, file: `src/rules/${page.name}/rule.md` })));
  const typed = blocks.filter(({ block }) => block.extension === 'ts');
  const errors = typeErrors(new Map(typed.map(({ block }) => [block.place, block.code])));
  const failures = typed.flatMap(({ block, file }) =>
    errors.get(block.place)!.map(({ line, message }) => `${file}:${block.line + line}: ${message}`),
  );
  expect(failures).toEqual([]);
});
