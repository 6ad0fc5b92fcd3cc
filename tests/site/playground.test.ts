import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, startBrowser } from './browser.ts';
import type { Browser } from './browser.ts';

const squiggles = (page: Page) => page.locator('.cm-lintRange-error');
const summary = (page: Page) => page.locator('.playground-summary');
const editor = (page: Page) => page.getByRole('textbox', { name: 'Code to lint' });

/** Types a class that keeps sessions in a field, as a person would: the editor closes brackets itself. */
async function typeFaultyClass(page: Page): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const lines = [
    'export class Bot {',
    'private sessions = new Map();',
    'async answer(userId: string) {',
    "const session = await composio.create(userId, { toolkits: ['gmail'] });",
    'this.sessions.set(userId, session);',
    'return session.tools();',
  ];
  for (const [index, line] of lines.entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    await page.keyboard.type(line);
  }
}

const pythonClass = `from composio import Composio

composio = Composio()

class Bot:
    def __init__(self):
        self.sessions = {}

    def answer(self, user_id):
        session = composio.create(user_id=user_id, toolkits=["gmail"])
        self.sessions[user_id] = session
        return session.tools()
`;

describeInBrowser('the playground', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser({ permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterAll(async () => {
    await browser.close();
    expect(browser.faults).toEqual([]);
  });

  it('shows the fault in a class that is typed, and its suggestion repairs it', async () => {
    const page = await browser.open('playground.html');
    await typeFaultyClass(page);
    await page.locator('.finding-message', { hasText: 'outlives answer' }).waitFor();
    expect(await squiggles(page).allTextContents()).toEqual(['this.sessions.set']);
    expect(await page.locator('.findings a').innerText()).toBe('no-session-cache');
    await page.getByRole('button', { name: 'Do not keep it in' }).first().click();
    await summary(page).getByText('No findings.').waitFor();
    expect(await squiggles(page).count()).toBe(0);
    expect(await editor(page).innerText()).not.toContain('new Map');
    await page.close();
  });

  it('lints Python, and its suggestion repairs it in Python', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    await page.getByLabel('Language').selectOption('Python');
    await editor(page).fill(pythonClass);
    await page.locator('.finding-message', { hasText: 'outlives answer' }).waitFor();
    expect(await squiggles(page).allTextContents()).toEqual(['self.sessions[user_id]']);
    expect(await page.locator('.findings a').innerText()).toBe('no-session-cache');
    await page.getByText('Facts', { exact: true }).click();
    expect(await page.locator('.facts').innerText()).toContain('self.sessions');
    await page.getByRole('button', { name: 'Do not keep it in' }).first().click();
    await summary(page).getByText('No findings.').waitFor();
    expect(await editor(page).innerText()).not.toContain('sessions[');
    await editor(page).fill('def answer(:\n    pass\n');
    await page.locator('.finding-message', { hasText: 'Parsing error' }).waitFor();
    expect(await page.locator('.findings').getByRole('button').allInnerTexts()).toEqual(['Line 1']);
    await page.close();
  });

  it('has the Python examples of a rule on its page', async () => {
    const page = await browser.open('rules/no-session-cache.html');
    await page.getByRole('button', { name: 'Edit and lint the examples here' }).click();
    await squiggles(page).first().waitFor();
    const examples = await page.getByLabel('Example').locator('option').allInnerTexts();
    const faulty = examples.find(label => label.includes('(Python)'))!;
    await page.getByLabel('Example').selectOption(faulty);
    await page.locator('.cm-content', { hasText: 'from composio import' }).waitFor();
    await page.locator('.findings a', { hasText: 'no-session-cache' }).first().waitFor();
    await page.close();
  });

  it('says in the editor what the squiggle is about', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().hover();
    const tooltip = page.locator('.cm-tooltip-lint');
    await tooltip.getByRole('button').first().waitFor();
    expect(await tooltip.innerText()).toContain('this.sessions');
    await page.close();
  });

  it('switches a rule off and on, and changes its severity', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    await page.getByText('Rules', { exact: true }).last().click();
    const rule = page.getByRole('checkbox', { name: 'no-session-cache' });
    await rule.uncheck();
    await summary(page).getByText('No findings.').waitFor();
    await rule.check();
    await squiggles(page).first().waitFor();
    await page.getByLabel('Severity of no-session-cache').selectOption('warn');
    await page.locator('.cm-lintRange-warning').first().waitFor();
    expect(await squiggles(page).count()).toBe(0);
    await page.close();
  });

  it('says what is wrong with the settings, and uses right ones', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    await page.getByText('Settings', { exact: true }).last().click();
    const settings = page.getByRole('textbox', { name: /JSON of/u });
    const error = page.locator('.playground-side details .playground-error');
    await settings.fill('{ "clients": ');
    await error.getByText('This is not JSON').waitFor();
    await settings.fill('{ "client": ["kit"] }');
    await error.getByText('Did you mean "clients"?').waitFor();
    await settings.fill('{ "clients": ["kit"] }');
    await page.waitForFunction("document.querySelector('.playground-side details .playground-error').textContent === ''");
    await editor(page).fill('export async function go(u) {\n  const s = await kit.create(u);\n  globalThis.kept = s;\n}\n');
    await page.locator('.findings a', { hasText: 'no-module-session' }).waitFor();
    await page.close();
  });

  it('shows what the analysis knows, and leads to the place', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    await page.getByText('Facts', { exact: true }).click();
    const fact = page.locator('.facts li', { hasText: 'store' });
    await fact.getByRole('button').click();
    expect(await page.evaluate('getSelection().toString()')).toContain('this.sessions.set');
    await page.close();
  });

  it('opens a shared address as it was', async () => {
    const page = await browser.open('playground.html');
    await editor(page).fill('// mine\nexport {};\n');
    await page.getByLabel('Preset').selectOption('strict');
    await page.getByRole('button', { name: 'Copy the address' }).click();
    await page.getByText('Copied.').waitFor();
    const address = new URL((await page.evaluate('navigator.clipboard.readText()')) as string);
    const other = await browser.open(`playground.html${address.hash}`);
    await other.locator('.cm-content', { hasText: '// mine' }).waitFor();
    expect(await other.getByLabel('Preset').inputValue()).toBe('strict');
    await other.reload();
    await other.locator('.cm-content', { hasText: '// mine' }).waitFor();
    const broken = await browser.open('playground.html#code=nonsense');
    await broken.getByText('The address holds no code that can be read.').waitFor();
    for (const open of [page, other, broken]) await open.close();
  });

  it('is reached and worked by the keyboard alone', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    const names: string[] = [];
    for (let presses = 0; presses < 80 && names.at(-1) !== 'Facts'; presses += 1) {
      await page.keyboard.press('Tab');
      names.push((await page.evaluate(nameOfFocused)) as string);
      if (['Rules', 'Settings'].includes(names.at(-1)!) && names.includes('Copy the address')) await page.keyboard.press('Enter');
    }
    expect(names).toEqual(
      expect.arrayContaining(['Example', 'Language', 'Preset', 'Copy the address', 'Code to lint', expect.stringMatching(/^Line \d+$/u), 'no-session-cache', 'Rules', 'Severity of no-stale-session', 'Settings', 'Facts']),
    );
    const onRemedy = () => page.evaluate("document.activeElement.matches('.findings .playground-button')");
    for (let presses = 0; presses < 80 && !(await onRemedy()); presses += 1) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await summary(page).getByText('No findings.').waitFor();
    await page.close();
  });

  it('works without a network once it was loaded', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    await page.waitForFunction(
      "caches.keys().then(async names => names.length > 0 && (await (await caches.open(names[0])).keys()).some(({ url }) => url.includes('linter')))",
    );
    await browser.context.setOffline(true);
    await page.reload();
    await squiggles(page).first().waitFor();
    await browser.context.setOffline(false);
    await page.close();
  });

  it('is part of every rule page, with its examples', async () => {
    const page = await browser.open('rules/no-session-field.html');
    expect(await page.locator('.cm-editor').count()).toBe(0);
    await page.getByRole('button', { name: 'Edit and lint the examples here' }).click();
    await squiggles(page).first().waitFor();
    expect(await page.getByLabel('Example').locator('option').count()).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'Open in the playground' }).click();
    await page.waitForURL(/playground\.html#code=/u);
    await page.locator('.findings a', { hasText: 'no-session-field' }).waitFor();
    await page.close();
  });

  it('offers all examples, and lints where typing is not held up', async () => {
    const page = await browser.open('playground.html');
    await squiggles(page).first().waitFor();
    expect(await page.getByLabel('Example').locator('optgroup').count()).toBe(11);
    await page.getByLabel('Example').selectOption({ index: 4 });
    expect(page.workers()).toHaveLength(1);
    await page.close();
  });
});

/** Run on the page: what a screen reader calls the focused element, roughly. */
const nameOfFocused = `(() => {
  const element = document.activeElement;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.firstChild?.textContent ?? element.textContent;
  return label.trim();
})()`;
