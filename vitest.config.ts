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
      // a little more is reached; what tests reach differs a little between machines
      thresholds: { lines: 99, branches: 97 },
    },
  },
});
