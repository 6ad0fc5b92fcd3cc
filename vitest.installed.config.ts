import { defineConfig } from 'vitest/config';

/** The suites that try the packed plugin in projects of their own. They install from the registry and take minutes. */
const suites = ['package', 'hosts', 'editor', 'hooks', 'recipes'];

export default defineConfig({
  test: {
    fileParallelism: false,
    projects: suites.map(name => ({
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        globalSetup: 'tests/support/pack-once.ts',
        testTimeout: 600_000,
        hookTimeout: 600_000,
      },
    })),
  },
});
