import { defineConfig } from 'vitest/config';

/** The suite that opens the built site in a browser: `npm run test:site`. */
export default defineConfig({
  test: {
    include: ['tests/site/**/*.test.ts'],
    globalSetup: 'tests/site/setup.ts',
    // one browser at a time: the machine's cores are few, and a busy one makes a page slow
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
