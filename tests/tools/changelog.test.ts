import { expect, it } from 'vitest';
import { changelogPage, released } from '../../tools/changelog.ts';

const changelog = '# Changelog\n\n## Unreleased\n\nA rule.\n\n## 0.1.0 (2026-01-02)\n\nThe first version.\n';

it('a release takes what is under "Unreleased", and leaves the heading for the next one', () => {
  expect(released(changelog, '0.2.0', '2026-03-04')).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-03-04)\n\nA rule.\n\n## 0.1.0 (2026-01-02)\n\nThe first version.\n',
  );
});

it('there is no release of nothing', () => {
  expect(() => released(released(changelog, '0.2.0', '2026-03-04'), '0.3.0', '2026-03-05')).toThrow('says nothing under "## Unreleased"');
  expect(() => released('# Changelog\n', '0.3.0', '2026-03-05')).toThrow('has no "## Unreleased"');
});

it('the page shows waiting changes, but no heading over nothing', () => {
  expect(changelogPage(changelog)).toBe(changelog);
  expect(changelogPage(released(changelog, '0.2.0', '2026-03-04'))).not.toContain('Unreleased');
});
