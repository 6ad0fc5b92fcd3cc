/** The languages that the playground lints; each is the extension of the file that the code is taken to be. */
export const languages = {
  ts: 'TypeScript',
  tsx: 'TypeScript with JSX',
  js: 'JavaScript',
  jsx: 'JavaScript with JSX',
  py: 'Python',
} as const;
export type Language = keyof typeof languages;

export const presets = ['recommended', 'strict'] as const;
export type Preset = (typeof presets)[number];

export const severities = ['off', 'warn', 'error'] as const;
export type Severity = (typeof severities)[number];

/** What there is to lint, and how. */
export interface Session {
  readonly code: string;
  readonly language: Language;
  readonly preset: Preset;
  /** The severities that differ from the preset's, by the rule's name without the plugin's prefix. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** The JSON text of `settings['composio-sessions']`; empty for none. */
  readonly settings: string;
}

/** A part of the code, as offsets into it, with the line and column (from 1) where it starts. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** An edit that a finding offers. */
export interface Remedy {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A report of a rule, or a syntax error (which has no rule). */
export interface Finding extends Place {
  readonly rule: string | undefined;
  readonly severity: Exclude<Severity, 'off'>;
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

/** One thing that the analysis knows about the code. */
export interface Fact extends Place {
  readonly text: string;
}

/** What the linter says. */
export interface Answer {
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  /** Why the settings were not used. */
  readonly settingsError: string | undefined;
}
