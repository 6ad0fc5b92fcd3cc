import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { root } from './source-files.ts';

// Photographs a real VS Code (code-server) with a finding of the plugin and its quick fixes, for the README. It needs Debian's
// chromium, libkrb5-dev and a compiler, and some minutes.
const picture = join(root, 'docs', 'public', 'vscode.png');
const folder = mkdtempSync(join(tmpdir(), 'screenshot-vscode-'));
const editor = join(folder, 'editor');
/** The editor wants another Node than this project, and must not learn of this one from what npm tells its scripts. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  PATH: `${join(editor, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}`,
};
const project = join(folder, 'agent-service');
const extension = join(folder, 'extensions', 'composio-sessions.eslint-squiggles-0.0.1');

const config = `import parser from '@typescript-eslint/parser';
import composioSessions from 'eslint-plugin-composio-sessions';

export default [{ files: ['**/*.ts'], ...composioSessions.configs.recommended, languageOptions: { parser } }];
`;

const userSettings = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.menuBarVisibility': 'hidden',
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'security.workspace.trust.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'editor.stickyScroll.enabled': false,
  'workbench.layoutControl.enabled': false,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
};

/** Installs an editor, an extension and a service with faults into one temporary folder. */
async function install(): Promise<void> {
  await npm(root, 'pack', '--pack-destination', folder);
  mkdirSync(editor);
  writeFileSync(join(editor, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true, 'code-server': true } }));
  await npm(editor, 'install', 'node@24');
  await npm(editor, 'install', 'code-server@4.139.1');
  // its refactorings would fill the menu
  rmSync(join(editor, 'node_modules/code-server/lib/vscode/extensions/typescript-language-features'), { recursive: true });
  cpSync(join(root, 'tools', 'vscode-extension'), extension, { recursive: true });
  await npm(extension, 'install', 'vscode-languageclient@9.0.1');
  cpSync(join(root, 'examples', 'agent-service', 'src'), join(project, 'src'), { recursive: true });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  writeFileSync(join(project, 'eslint.config.js'), config);
  const tarball = join(folder, `eslint-plugin-composio-sessions-${process.env['npm_package_version']}.tgz`);
  await npm(project, 'install', 'eslint', '@typescript-eslint/parser', 'typescript@6', 'vscode-langservers-extracted@4.10.0', tarball);
  mkdirSync(join(folder, 'data', 'User'), { recursive: true });
  writeFileSync(join(folder, 'data', 'User', 'settings.json'), JSON.stringify(userSettings));
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const [status] = (await once(spawn('npm', args, { cwd, env, stdio: 'inherit' }), 'close')) as [number];
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}`);
}

/** Starts the editor, and gives its address once it listens. */
async function serve(): Promise<{ server: ChildProcess; address: string }> {
  const flags = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
  const server = spawn(join(editor, 'node_modules', '.bin', 'code-server'), [...flags, '--disable-telemetry', project], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(server.stdout)) {
    const address = /http:\/\/127\.0\.0\.1:\d+/u.exec(line)?.[0];
    if (address) return { server, address };
  }
  throw new Error('code-server ended before it listened');
}

/** Opens the faulty file, lists its finding, goes to it, and opens the menu with the quick fixes. */
async function show(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/?folder=${project}`);
  await page.locator('.monaco-workbench').waitFor();
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type('session-cache.ts');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'session-cache' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('Control+B');
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'Session from' }).waitFor();
  await page.keyboard.press('Control+1');
  await page.keyboard.press('F8');
  await page.locator('.marker-widget').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').first().waitFor();
}

await install();
const { server, address } = await serve();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1420, height: 640 }, deviceScaleFactor: 1.5 });
  page.setDefaultTimeout(120_000);
  await show(page, address);
  await page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 1420, height: 520 } });
  console.log(`written: ${picture}`);
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
