import { describe, expect, it } from 'vitest';
import { cachedSession } from '../support/fixtures.ts';
import { folderIn, sharedProject } from '../support/project.ts';
import { run } from '../support/run.ts';
import { pinned } from '../support/versions.ts';

const config = `import composioSessions from 'eslint-plugin-composio-sessions';
import python from 'eslint-plugin-composio-sessions/python';
import { defineConfig } from 'eslint/config';

export default defineConfig(
  composioSessions.configs.recommended,
  { files: ['**/*.js'], plugins: { 'composio-sessions': composioSessions }, extends: ['composio-sessions/recommended'] },
  python.configs.recommended,
  { extends: [composioSessions.configs.strict], settings: { 'composio-sessions': { clients: ['hub'] } } },
);

// @ts-expect-error -- there is no such configuration
composioSessions.configs.nonesuch;
`;

const byName = `import composioSessions from 'eslint-plugin-composio-sessions';
import { defineConfig } from 'eslint/config';

export default defineConfig({
  files: ['**/*.js'],
  plugins: { 'composio-sessions': composioSessions },
  extends: ['composio-sessions/recommended'],
});
`;

const tsconfig = (skipLibCheck: boolean) =>
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck,
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      target: 'ES2022',
      types: [],
    },
    files: ['eslint.config.ts'],
  });

const combinations = ['9.39.5', '10.15.0'].flatMap(eslint => ['5.6.3', '6.0.3'].map(typescript => ({ eslint, typescript })));

describe.each(combinations)('under ESLint $eslint and TypeScript $typescript', ({ eslint, typescript }) => {
  const project = () => sharedProject({ ...pinned('jiti'), eslint, typescript });

  it('defineConfig accepts the plugin in a type-checked eslint.config.ts', async () => {
    const cwd = folderIn(await project(), { 'eslint.config.ts': config, 'tsconfig.json': tsconfig(true) });
    expect(await run('node', ['../node_modules/typescript/bin/tsc', '-p', '.'], { cwd })).toMatchObject({ status: 0, stdout: '' });
  });

  it("the plugin's own declarations have no error", async () => {
    const cwd = folderIn(await project(), { 'eslint.config.ts': config, 'tsconfig.json': tsconfig(false) });
    const { stdout } = await run('node', ['../node_modules/typescript/bin/tsc', '-p', '.'], { cwd });
    expect(stdout).not.toContain('eslint-plugin-composio-sessions');
  });

  it("extends: ['composio-sessions/recommended'] turns the rules on", async () => {
    const cwd = folderIn(await project(), { 'eslint.config.ts': byName, 'cache.js': cachedSession });
    const { status, stdout } = await run('node', ['../node_modules/eslint/bin/eslint.js', 'cache.js'], { cwd });
    expect(stdout).toContain('composio-sessions/no-session-cache');
    expect(status).toBe(1);
  });
});
