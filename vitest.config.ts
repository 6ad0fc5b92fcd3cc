import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // these run on the packed plugin: vitest.installed.config.ts
    exclude: ['tests/{package,hosts,editor,hooks}/**'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/cli/main.ts'],
      reporter: ['text', 'html'],
      reportOnFailure: true,
      thresholds: { lines: 98, branches: 95 },
    },
  },
});
