import { PythonSyntaxError } from './syntax/tokens.ts';
import { parseForLanguage, type PythonFile, PythonSourceCode } from './source-code.ts';
import { Positions } from './lower/positions.ts';

interface File {
  readonly body: string | Uint8Array;
  readonly bom?: boolean;
}

type Parsed =
  | { readonly ok: false; readonly errors: readonly { readonly message: string; readonly line: number; readonly column: number }[] }
  | ({ readonly ok: true } & PythonFile);

/**
 * Python as a language of ESLint. A parser for the JavaScript language would do for this plugin's rules, too, but then
 * every rule that a project turns on without `files` would read Python as JavaScript: `no-undef` on `print`, for one.
 */
export const python = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 0,
  nodeTypeKey: 'type',
  visitorKeys: { PythonModule: [] },

  /** Options of other languages reach this one in configurations without `files`: none means anything here. */
  validateLanguageOptions(): void {},

  /** What rules for JavaScript read before they know what they are given. */
  normalizeLanguageOptions(options: object): object {
    return { parserOptions: {}, ...options };
  },

  parse({ body }: File): Parsed {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    try {
      return { ok: true, ...parseForLanguage(text) };
    } catch (error) {
      if (error instanceof RangeError) {
        return { ok: false, errors: [{ message: 'This file is nested too deeply to be read.', line: 1, column: 1 }] };
      }
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
      const { line, column } = new Positions(text).at(error.offset);
      return { ok: false, errors: [{ message: error.message, line, column: column + 1 }] };
    }
  },

  createSourceCode({ body, bom }: File, parsed: Parsed & { ok: true }): PythonSourceCode {
    return new PythonSourceCode(typeof body === 'string' ? body : new TextDecoder().decode(body), parsed, bom);
  },
};
