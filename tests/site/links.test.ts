import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { site, sitePages } from './pages.ts';

const repository = /^https:\/\/github\.com\/composio-sessions\/eslint-plugin-composio-sessions\/blob\/main\/([^#]+)/u;
const html = (page: string) => readFileSync(join(site, page), 'utf8');
const values = (text: string, attribute: string) =>
  [...text.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'gu'))].map(([, value]) => decodeURIComponent(value!.replaceAll('&amp;', '&')));

/** Why a link of a page leads nowhere; undefined when it does lead somewhere, or to another host. */
function brokenBecause(page: string, link: string): string | undefined {
  const inRepository = repository.exec(link)?.[1];
  if (inRepository !== undefined) return existsSync(join(root, inRepository)) ? undefined : 'no such file in the repository';
  if (/^[a-z]+:/u.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const file =
    path === '' ? page : posix.join(path.startsWith('/') ? '' : posix.dirname(page), path).replace(/^\/|\/$/gu, '') || 'index.html';
  const target = [file, `${file}.html`].find(candidate => existsSync(join(site, candidate)));
  if (target === undefined) return 'no such file';
  return anchor === undefined || anchor === '' || values(html(target), 'id').includes(anchor) ? undefined : 'no such anchor';
}

describe('links', () => {
  it.each(sitePages())('%s leads to pages and anchors that are there', page => {
    const broken = [...values(html(page), 'href'), ...values(html(page), 'src')]
      .map(link => ({ link, why: brokenBecause(page, link) }))
      .filter(({ why }) => why !== undefined);
    expect(broken).toEqual([]);
  });

  it('puts the markdown of each page beside it', () => {
    for (const page of sitePages()) expect(existsSync(join(site, page.replace(/\.html$/u, '.md')))).toBe(true);
  });

  it.each(['llms.txt', 'llms-full.txt'])('%s names pages that are there', name => {
    const links = [...readFileSync(join(site, name), 'utf8').matchAll(/^(?:- \[.*?\]\(|<!-- )\/(.+?\.md)/gmu)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(path => !existsSync(join(site, path)))).toEqual([]);
  });
});
