import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { describe, inject } from 'vitest';

/** Where Debian puts Chromium. */
export const chromiumPath = '/usr/bin/chromium';

/** A suite that is skipped where there is no browser. */
export const describeInBrowser = describe.skipIf(!existsSync(chromiumPath));

/** A browser with a profile of its own, and what went wrong on its pages. */
export interface Browser {
  readonly context: BrowserContext;
  /** Console errors, uncaught exceptions and requests to other hosts, as text. */
  readonly faults: string[];
  open(path: string): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium. */
export async function startBrowser(options: BrowserContextOptions = {}): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'site-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const origin = inject('origin');
  const faults: string[] = [];
  context.on('request', request => {
    if (!request.url().startsWith(`${origin}/`) && !/^(?:blob|data):/u.test(request.url())) faults.push(`request to ${request.url()}`);
  });
  context.on('console', message => {
    if (message.type() === 'error') faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', error => faults.push(`${error.page()?.url()}: ${error.error()}`));
  return {
    context,
    faults,
    async open(path) {
      const page = await context.newPage();
      await page.goto(`${origin}/${path}`, { waitUntil: 'networkidle' });
      return page;
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
