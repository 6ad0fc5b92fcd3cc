import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // a busy machine is no failure
    testTimeout: 120_000,
    include: ['tests/**/*.test.ts'],
    // these run on the packed plugin (vitest.installed.config.ts), or in a browser (vitest.site.config.ts)
    exclude: ['tests/{package,hosts,editor,hooks,recipes,site}/**'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/cli/main.ts'],
      reporter: ['text', 'html'],
      reportOnFailure: true,
      // more than 98 and 96 are reached; what tests reach differs a little between machines
      thresholds: { lines: 98.5, branches: 96 },
    },
  },
});
