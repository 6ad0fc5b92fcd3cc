import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applied, caseFiles, casesIn, commentsOf, suggest } from './harness.ts';

for (const file of caseFiles()) {
  describe(basename(file, '.md'), () => {
    it.each(casesIn(file))('$name', ({ code, language, outputs }) => {
      const [first] = suggest(code, language);
      const results = Object.fromEntries(
        first!.suggestions.map(({ messageId, edits }) => [messageId, applied(code, edits)]),
      );
      expect(results).toEqual(outputs);
      for (const output of Object.values(results)) {
        expect(commentsOf(output, language).sort()).toEqual(commentsOf(code, language).sort());
      }
    });
  });
}
