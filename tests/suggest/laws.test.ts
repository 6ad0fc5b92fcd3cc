import { parseForESLint } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { structuredPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { applied } from '../../tools/lint-code.ts';
import { lowerPython } from '../../src/python/lower/index.ts';
import { labelledBlocks, lintBlock, pythonBlockFiles, strictRules } from '../support/blocks.ts';
import type { LintedBlock } from '../support/blocks.ts';
import { blockSources, suggestionsOf } from '../support/suggested.ts';
import type { Suggested } from '../support/suggested.ts';
import { typeErrors } from '../support/type-check.ts';

const blocks = blockSources.flatMap(source => source.blocks).filter(({ extension }) => extension !== 'py');
const suggested = blocks.flatMap(suggestionsOf);

/** A statement of the module or a namespace, or a member of a class. */
interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What it declares. */
  readonly names: readonly string[];
}

function unitsOf({ code, extension }: LintedBlock): Unit[] {
  const unit = (node: TSESTree.Node): Unit[] => {
    const declared = 'declaration' in node && node.declaration ? node.declaration : node;
    const value = declared.type === 'VariableDeclaration' && declared.declarations.length === 1 ? declared.declarations[0]!.init : declared;
    if (value?.type === 'ClassDeclaration' || value?.type === 'ClassExpression') return value.body.body.flatMap(unit);
    if (declared.type === 'TSModuleDeclaration') return declared.body?.body.flatMap(unit) ?? [];
    const text = code.slice(...node.range);
    return [{ text, start: node.loc.start.line, end: node.loc.end.line, names: namesOf(declared, code) }];
  };
  return parseForESLint(code, { ecmaFeatures: { jsx: extension !== 'ts' } }).ast.body.flatMap(unit);
}

function namesOf(node: TSESTree.Node, code: string): string[] {
  if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local.name);
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => wordsIn(code.slice(...id.range)));
  const name = ('id' in node && node.id) || ('key' in node && node.key);
  return name && 'name' in name && typeof name.name === 'string' ? [name.name] : [];
}

function wordsIn(text: string): string[] {
  return text.match(/[\w$]+/gu) ?? [];
}

function mentions(text: string, name: string): boolean {
  return wordsIn(text).includes(name);
}

/** The names that a report and its suggestion quote, but for those of the calls that create. */
function quotedNames({ report: { message }, desc }: Suggested): string[] {
  const quoted = [...`${message} ${desc}`.matchAll(/`([^`]+)`/gu)]
    .map(([, text]) => text!)
    .filter(text => !/(?:^|\.)(?:create|use)$/u.test(text));
  return quoted.flatMap(wordsIn).filter(word => word !== 'this');
}

/** The lines on which a report starts, and those that its message names. */
function linesOf({ line, message }: Suggested['report']): number[] {
  return [line, ...[...message.matchAll(/\blines? (\d+)/gu)].map(([, number]) => Number(number))];
}

/** What a suggestion changes without being asked to. */
function strays(each: Suggested): string[] {
  const { block, result, report } = each;
  const units = unitsOf(block);
  const holds = ({ start, end }: Unit, line: number) => start <= line && line <= end;
  const reported = units.filter(unit => holds(unit, report.line));
  const isAsked = (unit: Unit) =>
    linesOf(report).some(line => holds(unit, line)) ||
    quotedNames(each).some(name => mentions(unit.text, name)) ||
    unit.names.some(name => !mentions(result, name) || reported.some(({ text }) => mentions(text, name))) ||
    // what used the reported constant, which is gone
    reported.some(({ names }) => names.some(name => mentions(unit.text, name) && !mentions(result, name)));
  const { hunks } = structuredPatch('', '', block.code, result, '', '', { context: 0 });
  return hunks.flatMap(({ oldStart, oldLines, lines }) => {
    const touched = units.filter(({ start, end }) => start < oldStart + Math.max(oldLines, 1) && oldStart <= end);
    return touched.every(isAsked) ? [] : [`${each.name}\n${lines.join('\n')}`];
  });
}

/** The errors of TypeScript that a suggestion brings: none that is not about a parameter that nothing says the type of. */
function newTypeErrors(cases: readonly Suggested[]): string[] {
  const codes = [...new Set(cases.map(({ block }) => block.code))];
  const own = typeErrors(new Map(codes.map(code => [code, code])));
  const errors = typeErrors(new Map(cases.map(({ result }, index) => [String(index), result])));
  return cases.flatMap(({ name, block, result }, index) => {
    const known = own.get(block.code)!;
    const isKnown = ({ code, message }: { code: number; message: string }) =>
      known.some(error => error.message === message) || (known.length > 0 && code >= 7005 && code <= 7053);
    return errors
      .get(String(index))!
      .filter(error => !isKnown(error))
      .map(({ line, message }) => `${name}\n${result.split('\n')[line - 1]}\n${message}`);
  });
}

/** What a suggestion may name of the languages themselves. */
const ofTheLanguage = new Set(['undefined', 'Error', 'ValueError', 'property']);

interface Unresolved {
  readonly identifier: { readonly name: string };
}

/** The names in a file that nothing in it declares. */
function unboundIn(code: string, { extension }: LintedBlock): Set<string> {
  const scopes =
    extension === 'py'
      ? lowerPython(code).scopeManager.scopes
      : parseForESLint(code, { ecmaFeatures: { jsx: extension !== 'ts' } }).scopeManager.scopes;
  const { through } = scopes[0] as { readonly through: readonly Unresolved[] };
  return new Set(through.map(({ identifier }) => identifier.name));
}

describe('a suggestion', () => {
  it('names nothing that is not there', { timeout: 300_000 }, () => {
    const inPython = pythonBlockFiles.flatMap(file => labelledBlocks(file)).flatMap(suggestionsOf);
    expect(inPython.length).toBeGreaterThan(200);
    const strangers = [...suggested, ...inPython].flatMap(({ block, name, result }) => {
      const known = unboundIn(block.code, block);
      return [...unboundIn(result, block)].filter(each => !known.has(each) && !ofTheLanguage.has(each)).map(each => `${name}: ${each}`);
    });
    expect(strangers).toEqual([]);
  });

  it('changes what the report, its home, its creation or their callers name, and what falls out of use', { timeout: 300_000 }, () => {
    expect(suggested.length).toBeGreaterThan(500);
    expect(suggested.flatMap(strays)).toEqual([]);
  });

  it('keeps the types right where they were, and brings no other error where they were not', { timeout: 300_000 }, () => {
    expect(newTypeErrors(suggested.filter(({ block }) => block.extension === 'ts'))).toEqual([]);
  });

  it('leaves nothing for its like to do again: one after the other, they end', { timeout: 300_000 }, () => {
    for (const block of new Set(suggested.map(each => each.block))) {
      let { code } = block;
      let reports = lintBlock(block, strictRules);
      for (let left = reports.length; left > 0 && reports.some(({ suggestions }) => suggestions); left -= 1) {
        code = applied(code, reports.find(({ suggestions }) => suggestions)!.suggestions![0]!.fix);
        reports = lintBlock(block, strictRules, code);
        expect(reports.length, `${block.place}\n${code}`).toBeLessThan(left);
      }
      expect(reports.filter(({ suggestions }) => suggestions), `${block.place}\n${code}`).toEqual([]);
    }
  });
});
