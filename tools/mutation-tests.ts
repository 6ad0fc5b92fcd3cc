import { defineConfig } from 'vitest/config';
import { root } from './source-files.ts';

/** The tests that mutants are tried on: those that lint labelled blocks and pin every suggestion. */
export default defineConfig({
  test: {
    root,
    testTimeout: 120_000,
    include: [
      'tests/acceptance.test.ts', 'tests/python-blocks.test.ts', 'tests/{rules,types}/*.test.ts', 'tests/suggestions.test.ts',
      'tests/suggest/{cases,python,record}.test.ts', 'tests/analysis/**/*.test.ts',
    ],
  },
});
