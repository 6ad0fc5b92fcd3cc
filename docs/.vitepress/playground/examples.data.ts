import { defineLoader } from 'vitepress';
import { extensionOf } from '../../../tools/lint-code.ts';
import { readRulePage } from '../../../tools/rule-page.ts';
import { ruleFolders } from '../../../tools/source-files.ts';
import type { Language } from './messages.ts';

/** A block of a rule's page. */
export interface Example {
  readonly rule: string;
  readonly label: string;
  readonly language: Language;
  readonly code: string;
}

declare const data: Example[];
export { data };

export default defineLoader({
  watch: ['../../../src/rules/*/rule.md'],
  load: (): Example[] =>
    ruleFolders()
      .filter(({ code }) => code !== undefined)
      .flatMap(({ name, page }) =>
        readRulePage(page).blocks.flatMap(({ language, verdict, heading, code }) => {
          const extension = extensionOf(language);
          if (extension === undefined || verdict === 'none') return [];
          const other = extension === 'py' ? ' (Python)' : extension.startsWith('js') ? ' (JavaScript)' : '';
          return [{ rule: name, label: `${heading}${other}`, language: extension as Language, code: `${code}\n` }];
        }),
      ),
});
