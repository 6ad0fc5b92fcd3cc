import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema';
import { mayHoldSessions } from './analysis/guard.ts';
import { sessionFacts } from './analysis/index.ts';
import { loweredOf } from './analysis/language.ts';
import type { SessionFacts, SourceCode } from './analysis/index.ts';
import { rulesMeta } from './generated/rules-meta.ts';
import { installedVersion } from './installed-version.ts';
import { readSettings } from './sdk/settings.ts';
import type { Remedy, Settings } from './sdk/settings.ts';
import { isSolved, rewritten } from './verify-suggestion.ts';

/** A suggestion. One that carries out a remedy names it, so that `settings.fix` can make it the report's fix. */
export interface SessionSuggestion<MessageIds extends string = string> {
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly remedy?: Remedy;
  readonly fix: TSESLint.ReportFixFunction;
}

/** What a rule reports. */
export interface SessionReport<MessageIds extends string = string> {
  readonly node: TSESTree.Node | TSESTree.Token;
  /** Where the report points, when that is not the whole node. */
  readonly loc?: Readonly<TSESTree.Position> | Readonly<TSESTree.SourceLocation>;
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly suggest?: readonly SessionSuggestion<MessageIds>[];
}

/** All that a rule is given: the facts of the file, and what the user configured. */
export interface SessionRuleContext<Options extends object = object, MessageIds extends string = string> {
  readonly facts: SessionFacts;
  /** The user's options on top of the defaults. */
  readonly options: Options;
  readonly settings: Settings;
  readonly sourceCode: SourceCode;
  readonly filename: string;
  /** Whether the file's name says that it has no types. */
  readonly isUntyped: boolean;
  /** The version of the SDK that the linted file has installed (or the settings name), if it is known. */
  sdkVersion(): string | undefined;
  report(descriptor: SessionReport<MessageIds>): void;
}

/** A rule as its `rule.ts` writes it. */
export interface SessionRuleDefinition<MessageIds extends string, Options extends object> {
  /** The name of the rule's folder, whose `rule.md` says the rest about it. */
  readonly name: keyof typeof rulesMeta;
  /** The schema of the one object with options; without it, the rule takes none. */
  readonly schema?: JSONSchema4;
  readonly defaultOptions?: Options;
  /** The messages of reports and of suggestions. */
  readonly messages: Record<MessageIds, string>;
  check(context: SessionRuleContext<Options, MessageIds>): void;
}

/** What a rule's page says about it: its `meta.docs`. */
export interface RuleFacts {
  readonly title: string;
  readonly impact: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  readonly description: string;
  readonly tags: readonly string[];
  readonly url: string;
  readonly recommended: boolean;
}

/** An ESLint rule over session facts. */
export type SessionRule<MessageIds extends string = string, Options extends object = object> = TSESLint.RuleModule<
  MessageIds,
  [Options?],
  RuleFacts
>;

/**
 * Turns a query over session facts into an ESLint rule. `check` runs once for each file that may hold sessions; files
 * that hold none cost one text search.
 */
export function createSessionRule<MessageIds extends string, Options extends object = object>(
  definition: SessionRuleDefinition<MessageIds, Options>,
): SessionRule<MessageIds, Options> {
  const docs: RuleFacts = rulesMeta[definition.name];
  return {
    meta: {
      type: docs.recommended ? 'problem' : 'suggestion',
      docs,
      fixable: 'code',
      hasSuggestions: true,
      schema: definition.schema ? [definition.schema] : [],
      ...(definition.defaultOptions ? { defaultOptions: [definition.defaultOptions] } : {}),
      messages: definition.messages,
    },
    defaultOptions: [],
    create(context) {
      const settings = readSettings(context.settings);
      if (!mayHoldSessions(context.sourceCode, context.filename, settings)) return {};
      const check = (): void => {
        const { sourceCode, asWritten, reread } = loweredOf(context.sourceCode);
        const query = (source: SourceCode, report: (descriptor: SessionReport<MessageIds>) => void): void =>
          definition.check({
            facts: sessionFacts(source, settings),
            options: { ...definition.defaultOptions, ...context.options[0] } as Options,
            settings,
            sourceCode: source,
            filename: context.filename,
            // the installed package says nothing of another language's
            sdkVersion: () => settings.sdkVersion ?? (reread ? undefined : installedVersion(context.filename, context.cwd)),
            isUntyped: /\.[cm]?jsx?$/u.test(context.filename),
            report,
          });
        const shown = (descriptor: SessionReport<MessageIds>): SessionReport<MessageIds> => ({
          ...descriptor,
          loc: firstLine(descriptor.loc ?? descriptor.node.loc, context.sourceCode.lines),
        });
        if (!reread) {
          query(sourceCode, descriptor => context.report(forEslint(shown(descriptor), settings.fix)));
          return;
        }
        const reports: SessionReport<MessageIds>[] = [];
        query(sourceCode, descriptor => reports.push(descriptor));
        for (const descriptor of reports) {
          const suggest = descriptor.suggest?.filter(({ fix }) => {
            const changed = reread(rewritten(sourceCode.text, fix));
            const after: SessionReport<MessageIds>[] = [];
            if (changed) {
              query(changed, each => after.push(each));
            }
            return changed && isSolved(descriptor, reports, after);
          });
          context.report(forEslint(written({ ...shown(descriptor), ...(suggest ? { suggest } : {}) }, asWritten), settings.fix));
        }
      };
      return { Program: check, PythonModule: check };
    },
  };
}

/** The part of a place that is on its first line: a squiggle under many lines hides what it means. */
function firstLine(
  loc: Readonly<TSESTree.Position> | Readonly<TSESTree.SourceLocation>,
  lines: readonly string[],
): Readonly<TSESTree.Position> | Readonly<TSESTree.SourceLocation> {
  if (!('start' in loc) || loc.start.line === loc.end.line) return loc;
  const { line } = loc.start;
  return { start: loc.start, end: { line, column: lines[line - 1]!.trimEnd().length } };
}

/** The report of a file in another language, with the names that the file has. */
function written<MessageIds extends string>(
  report: SessionReport<MessageIds>,
  asWritten: (text: string) => string,
): SessionReport<MessageIds> {
  const inWords = (data: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? asWritten(value) : value]));
  return {
    ...report,
    data: inWords(report.data),
    ...(report.suggest
      ? { suggest: report.suggest.map(suggestion => ({ ...suggestion, ...(suggestion.data ? { data: inWords(suggestion.data) } : {}) })) }
      : {}),
  };
}

/** The descriptor as ESLint takes it; the suggestion for the remedy that the user chose is the fix, too. */
function forEslint<MessageIds extends string>(
  { suggest = [], ...report }: SessionReport<MessageIds>,
  chosen: Remedy | undefined,
): TSESLint.ReportDescriptor<MessageIds> {
  const fix = chosen && suggest.find(({ remedy }) => remedy === chosen)?.fix;
  return {
    ...report,
    ...(fix ? { fix } : {}),
    suggest: suggest.map(({ messageId, data, fix: apply }) => ({ messageId, ...(data ? { data } : {}), fix: apply })),
  };
}
