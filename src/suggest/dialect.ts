import type { SourceCode } from '../analysis/facts.ts';
import { asWritten, isPython } from '../analysis/language.ts';

/** How a language writes what a suggestion adds. What a suggestion keeps is the file's own text. */
export interface Dialect {
  readonly isPython: boolean;
  /** A name of the analysis as the file writes it. */
  word(name: string): string;
  /** The head of a statement that binds a new name, up to its value. */
  binding(kind: 'const' | 'let', name: string): string;
  /** Whether names are bound for the whole function, wherever in it they are written. */
  readonly bindsForFunction: boolean;
  /** What stands in a block from which the last statement went. */
  readonly emptyBlock: string | undefined;
  /** What a declared name holds before it is given something, as text behind the name. */
  readonly unset: string;
  /** The id of a session, which may be missing. */
  sessionId(session: string, isOptional: boolean): string;
  /** How a `try` begins. */
  readonly tryHead: string;
  /** A new name in the language's spelling. */
  fresh(name: string): string;
  /** What waits for a call of the SDK. */
  readonly wait: string;
  /** The head of a choice between two values, up to the second. */
  either(test: string, yes: string): string;
  readonly nothing: string;
  /** A field, `this.session` to the analysis, as a method writes it. */
  field(path: string): string;
  /** The lines that call `update` on what may be missing. */
  updateIfThere(session: string, config: string, unit: string): string[];
  /** The lines that fail where a value is missing. */
  insist(value: string, message: string, unit: string, semi: string): string[];
  readonly stringType: string;
}

const javaScript: Dialect = {
  isPython: false,
  word: name => name,
  binding: (kind, name) => `${kind} ${name}`,
  bindsForFunction: false,
  emptyBlock: undefined,
  unset: '',
  sessionId: (session, isOptional) => `${session}${isOptional ? '?.' : '.'}sessionId`,
  tryHead: 'try {',
  fresh: name => name,
  wait: 'await ',
  either: (test, yes) => `${test} ? ${yes} : `,
  nothing: 'undefined',
  field: path => path,
  updateIfThere: (session, config) => [`await ${session}?.update(${config})`],
  insist: (value, message, _, semi) => [`if (!${value}) throw new Error(${message})${semi}`],
  stringType: 'string',
};

const python: Omit<Dialect, 'field' | 'word'> = {
  isPython: true,
  binding: (_, name) => name,
  bindsForFunction: true,
  emptyBlock: 'pass',
  unset: ' = None',
  sessionId: (session, isOptional) => (isOptional ? `${session} and ${session}.session_id` : `${session}.session_id`),
  tryHead: 'try:',
  fresh: name => name.replaceAll(/(?<=[a-z\d])[A-Z]/gu, letter => `_${letter.toLowerCase()}`),
  wait: '',
  either: (test, yes) => `${yes} if ${test} else `,
  nothing: 'None',
  updateIfThere: (session, config, unit) => [`if ${session} is not None:`, `${unit}${session}.update(${config})`],
  insist: (value, message, unit) => [`if not ${value}:`, `${unit}raise ValueError(${message})`],
  stringType: 'str',
};

/** The dialect of a file. */
export function dialectOf(sourceCode: SourceCode): Dialect {
  if (!isPython(sourceCode)) {
    return javaScript;
  }
  const word = (name: string): string => asWritten(sourceCode, name);
  return { ...python, word, field: path => word(path).replace(/^this\b/u, 'self') };
}
