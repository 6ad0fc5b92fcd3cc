const heading = '## Unreleased\n';

/**
 * The changelog with what is under "Unreleased" given to a version.
 * @throws an Error when nothing is there to release.
 */
export function released(changelog: string, version: string, date: string): string {
  const start = changelog.indexOf(heading);
  if (start < 0) throw new Error(`CHANGELOG.md has no "${heading.trim()}"`);
  const [notes = ''] = changelog.slice(start + heading.length).split(/^## /mu);
  if (notes.trim() === '') throw new Error(`CHANGELOG.md says nothing under "${heading.trim()}"`);
  return `${changelog.slice(0, start)}${heading}\n## ${version} (${date})\n${changelog.slice(start + heading.length)}`;
}

/** The changelog as a page of the site, without the heading under which changes wait. */
export function changelogPage(changelog: string): string {
  return changelog.replace(/^## Unreleased\n\n(?=## |$)/mu, '');
}
