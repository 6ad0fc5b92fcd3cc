import { expect, it } from 'vitest';
import { commit, expectGuarded, initRepository } from '../support/git.ts';
import { ownProject, writeFiles } from '../support/project.ts';
import { runWell } from '../support/run.ts';
import { pinned } from '../support/versions.ts';

const files = {
  'eslint.config.js': `import composioSessions from 'eslint-plugin-composio-sessions';

export default [composioSessions.configs.recommended];
`,
  '.gitignore': 'node_modules/\n',
};

it('lint-staged with husky guards commits with the ESLint configuration of the project', async () => {
  const cwd = await ownProject(pinned('eslint', 'husky', 'lint-staged'), files);
  await initRepository(cwd);
  await runWell('npx', ['husky', 'init'], { cwd });
  writeFiles(cwd, {
    '.husky/pre-commit': 'npx lint-staged\n',
    '.lintstagedrc.json': JSON.stringify({ '*.{js,jsx,ts,tsx}': 'eslint --max-warnings=0 --no-warn-ignored' }),
  });
  expect(await commit(cwd)).toMatchObject({ status: 0 });
  await expectGuarded(cwd);
});

it('lefthook guards commits with the ESLint configuration of the project', async () => {
  const cwd = await ownProject(pinned('eslint', 'lefthook'), {
    ...files,
    'lefthook.yml': `pre-commit:
  jobs:
    - glob: '*.{js,jsx,ts,tsx}'
      run: npx eslint --max-warnings=0 --no-warn-ignored {staged_files}
`,
  });
  await initRepository(cwd);
  await runWell('npx', ['lefthook', 'install'], { cwd });
  expect(await commit(cwd)).toMatchObject({ status: 0 });
  await expectGuarded(cwd);
});
