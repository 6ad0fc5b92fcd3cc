import type { TSESTree } from '@typescript-eslint/utils';
import { isNamed, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { appendArgument, quoteOf } from './lists.ts';

/** The keywords of `logging`'s own methods. */
const loggingKeywords: ReadonlySet<string> = new Set(['excInfo', 'extra', 'stackInfo', 'stacklevel']);

/**
 * Writes the id into a log call of Python.
 *
 * | log                                | gets                                      |
 * | ---------------------------------- | ----------------------------------------- |
 * | `logger.error("…", user_id)`       | `extra={"session_id": id}`                |
 * | `logger.error("…", extra={…})`     | `"session_id": id` in front of the others |
 * | structlog's, loguru's, and what is given keywords of its own already | `session_id=id` |
 * | `sentry_sdk.capture_exception(e)`  | `extras={"session_id": id}`               |
 * | `rollbar.report_exc_info()`        | `extra_data={"session_id": id}`           |
 * | `print(error)`                     | `id` as a further argument                |
 * | `logger.error("…", **context)`     | `(session %s)` in the message             |
 */
export function writeIdInPython(call: TSESTree.CallExpression, id: string, context: string | undefined, draft: Draft): boolean {
  const { sourceCode } = draft;
  const last = call.arguments.at(-1);
  // what the lowering made of the keywords of a call begins with no bracket
  const keywords = last?.type === 'ObjectExpression' && sourceCode.text[last.range[0]] !== '{' ? last : undefined;
  const stars = last && /\*\*\s*$/u.exec(sourceCode.text.slice(0, last.range[0]))?.index;
  const named = keywords?.range[0] ?? stars;
  if (sourceCode.getText(call.callee) === 'print') {
    if (named !== undefined) {
      draft.insert(named, `${id}, `);
    } else {
      appendArgument(call, id, draft);
    }
    return true;
  }
  const quote = quoteOf(sourceCode, ...call.arguments);
  const entry = `${quote}session_id${quote}: ${id}`;
  const name = context ? 'extras' : isNamed(call.callee, /^reportExcInfo$/u) ? 'extraData' : 'extra';
  const given = keywords?.properties.find(property => property.type === 'Property' && propertyName(property) === name);
  if (given?.type === 'Property') {
    const { value } = given;
    if (value.type !== 'ObjectExpression' || sourceCode.text[value.range[0]] !== '{') {
      return false;
    }
    draft.insert(value.range[0] + 1, value.properties.length > 0 ? `${entry}, ` : entry);
    return true;
  }
  const isImported = (module: string): boolean => new RegExp(`^\\s*(?:import|from)\\s+(?:${module})\\b`, 'mu').test(sourceCode.text);
  const hasOwn = keywords?.properties.some(property => property.type === 'Property' && !loggingKeywords.has(propertyName(property) ?? ''));
  const isStructured = name === 'extra' && (hasOwn === true || (isImported('structlog|loguru') && !isImported('logging')));
  if (!isStructured && (stars !== undefined || keywords?.properties.some(property => property.type === 'SpreadElement'))) {
    return writeIntoMessage(call, id, draft);
  }
  appendArgument(call, isStructured ? `session_id=${id}` : `${name === 'extraData' ? 'extra_data' : name}={${entry}}`, draft);
  return true;
}

/** A mapping may bring an `extra` of its own, so that a second one would be an error. */
function writeIntoMessage(call: TSESTree.CallExpression, id: string, draft: Draft): boolean {
  const message = call.arguments[0];
  if (message?.type !== 'Literal' || typeof message.value !== 'string' || !/^(["'])[^"'].*\1$/su.test(draft.sourceCode.getText(message))) {
    return false;
  }
  if (call.arguments.length === 2 && message.value.includes('%')) {
    // with nothing to format, a `%` stands for itself
    return false;
  }
  draft.insert(message.range[1] - 1, ' (session %s)');
  draft.insert(call.arguments.at(-2)!.range[1], `, ${id}`);
  return true;
}
