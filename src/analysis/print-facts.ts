import type { TSESTree } from '@typescript-eslint/utils';
import type { Settings } from '../sdk/settings.ts';
import type { SourceCode } from './facts.ts';
import { sessionFacts } from './index.ts';

/** One printed fact, with the source that it is about. */
export interface PrintedFact {
  readonly text: string;
  readonly range: readonly [number, number];
}

/**
 * All facts of a file as compact lines in source order, for analysis tests and for people who ask why something was
 * (or was not) reported: `7 creation composio.create user=userId`.
 */
export function printFacts(sourceCode: SourceCode, settings: Settings): PrintedFact[] {
  const facts = sessionFacts(sourceCode, settings);
  const printed: PrintedFact[] = [];
  const text = (node: TSESTree.Node | undefined): string => (node ? sourceCode.getText(node).replace(/\s+/gu, ' ') : '-');
  const print = (node: TSESTree.Node, ...words: string[]): void => {
    printed.push({ text: [node.loc.start.line, ...words].join(' '), range: node.range });
  };
  for (const { call, how, name, user, config, evidence } of facts.creations) {
    print(call, how, name, `user=${text(user)}`, `config=${text(config)}`, `by=${evidence}`);
  }
  for (const { site, holds, home, reason, lazy, key } of facts.stores) {
    print(
      site,
      'store',
      holds,
      `${home.kind}=${home.name}`,
      `lifetime=${home.lifetime}`,
      `reason=${reason}`,
      ...(lazy ? ['lazy'] : []),
      ...(key ? [`key=${text(key)}`] : []),
    );
  }
  for (const { node, kind, thing, by } of facts.lateUses('all')) {
    print(node, kind, thing.kind, `since=${by.node.loc.start.line}`);
  }
  for (const { node, home } of facts.siblingChanges) {
    print(node, 'change', `leaves=${home}`);
  }
  for (const { creation, how } of facts.unusedSessions) {
    print(creation.call, how);
  }
  for (const { node, sets } of facts.foreignToolkits) {
    print(node, 'foreign', `to=${sets.map(({ kind, names }) => [kind, ...names].join(' ')).join('|')}`);
  }
  for (const { log, work, session } of facts.errorLogs) {
    print(log.node, 'error-log', `work=${work[0]!.node.loc.start.line}`, `session=${session?.text ?? '-'}`);
  }
  return printed.sort((a, b) => a.range[0] - b.range[0] || (a.text < b.text ? -1 : 1));
}
