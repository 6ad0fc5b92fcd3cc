import { parseArgs } from 'node:util';
import type { Remedy } from '../sdk/settings.ts';
import { remedies } from '../sdk/settings-schema.ts';

/** A command line, read. */
export interface Arguments {
  readonly files: readonly string[];
  readonly fix: boolean;
  readonly format: string;
  readonly help: boolean;
  readonly remedy: Remedy;
  readonly strict: boolean;
  readonly version: boolean;
}

/** What `--help` prints. */
export const help = `Usage: composio-sessions-lint [options] FILE|FOLDER …

Lints JavaScript, TypeScript and Python with the rules of eslint-plugin-composio-sessions and no others. It reads no
configuration; \`eslint-disable\` comments count.

  --strict          the rules of the configuration \`strict\` instead of \`recommended\`
  --fix             repair what has the chosen remedy as a suggestion
  --remedy NAME     the remedy for --fix: ${remedies.join(' or ')} (default: ${remedies[0]})
  --format NAME     one of ESLint's formatters, or an installed one (default: stylish)
  --help            print this
  --version         print the version

Exit status: 0 without findings, 1 with some, 2 when something kept it from linting.
`;

/**
 * Reads a command line.
 * @throws an Error that names the unknown flag, the missing value or the wrong remedy.
 */
export function readArguments(given: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      fix: { type: 'boolean', default: false },
      format: { type: 'string', default: 'stylish' },
      help: { type: 'boolean', default: false },
      remedy: { type: 'string', default: remedies[0] },
      strict: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  const remedy = remedies.find(name => name === values.remedy);
  if (!remedy) throw new Error(`Unknown remedy '${values.remedy}': it must be ${remedies.join(' or ')}`);
  if (positionals.length === 0 && !values.help && !values.version) throw new Error('Name the files or folders to lint');
  return { ...values, remedy, files: positionals };
}
