import { expect, it } from 'vitest';
import plugin from '../src/index.ts';
import { lintExample } from '../tools/example.ts';
import { ruleName } from '../tools/lint-code.ts';
import { everyRule, isWritten } from './support/blocks.ts';

it('finds the faults of the example service and nothing in the code beside them', async () => {
  const files = await lintExample(plugin, everyRule);
  const found = files.flatMap(({ path, reports }) =>
    reports.map(report => `${path.replace(/^.*\/src\//u, '')}:${report.line} ${ruleName(report)}`),
  );
  const faults = [
    'assistant.ts:9 no-session-field',
    'assistant.ts:21 no-cached-session-tools',
    'digest.ts:4 no-module-session',
    'digest.ts:4 no-shared-session',
    'routes/resume.ts:9 no-unverified-session-id',
    'routes/resume.ts:15 no-shared-session',
    'routes/toolkits.ts:13 no-stale-session',
    'routes/toolkits.ts:20 no-foreign-toolkit',
    'routes/toolkits.ts:26 no-unused-session',
    'routes/toolkits.ts:37 no-deleted-session-use',
    'routes/toolkits.ts:40 session-id-in-error-log',
    'session-cache.ts:12 no-session-cache',
  ];
  expect(found).toEqual(faults.filter(fault => isWritten(fault.split(' ')[1]!)));
});
