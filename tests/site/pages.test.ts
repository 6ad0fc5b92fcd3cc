import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { describeInBrowser, startBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { sitePages } from './pages.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe calls serious or critical on a page, with the elements concerned. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

describeInBrowser('every page', () => {
  let light: Browser;
  let dark: Browser;
  beforeAll(async () => {
    light = await startBrowser();
    dark = await startBrowser({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  });
  afterAll(() => Promise.all([light.close(), dark.close()]));

  it.each(sitePages())('%s loads from here alone, without an error or a serious accessibility fault', async path => {
    const page = await light.open(path);
    expect(await seriousFaults(page)).toEqual([]);
    await page.close();
    expect(light.faults).toEqual([]);
  });

  it.each([
    'index.html', 'rules/no-session-cache.html', 'how-it-decides.html', 'playground.html',
  ])('%s is readable on a phone in the dark', async path => {
    const page = await dark.open(path);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.close();
    expect(dark.faults).toEqual([]);
  });

  it('finds pages by what they say', async () => {
    const page = await light.open('index.html');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('foreign toolkit');
    await page.locator('.VPLocalSearchBox .result', { hasText: 'Ask a Session Only for Its Own Toolkits' }).first().waitFor();
    await page.close();
  });
});

describeInBrowser('screenshots', () => {
  it.each([1280, 390])('at %i pixels', async width => {
    const browser = await startBrowser({ viewport: { width, height: 900 } });
    for (const [name, path] of [
      ['home', 'index.html'],
      ['rule', 'rules/no-session-cache.html'],
      ['playground', 'playground.html'],
      ['pictures', 'how-it-decides.html'],
    ] as const) {
      const page = await browser.open(path);
      if (name === 'playground') await page.locator('.cm-lintRange-error').first().waitFor();
      await page.screenshot({ path: join(root, 'tests', 'site', 'screenshots', `${name}-${width}.png`), fullPage: name !== 'rule' });
      await page.close();
    }
    await browser.close();
  });
});
