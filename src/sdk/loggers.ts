/**
 * What logs an error, as data.
 *
 * | call                                             | example                           |
 * | ------------------------------------------------ | --------------------------------- |
 * | a method of that level of something named a log  | `logger.error(…)`, `request.log.warn(…)` |
 * | `console.log`                                    |                                   |
 * | a log method that is given the level             | `logger.log('error', …)`          |
 * | a method or function of an error tracker         | `Sentry.captureException(…)`      |
 */

/** Names of what logs. */
export const loggerName =
  /^(?:console|winston|pino|bunyan|consola|[Rr]ollbar|Sentry|(?:\w*_)?log(?:ger|ging|s)?|\w*(?:Log|Logger|Logging)|(?:\w*_)?LOG(?:GER)?)$/u;

/** Calls that make a logger. */
export const loggerMaker = /^(?:getLogger|createLogger|useLogger|pino|winston|bunyan|child|Logger|LoggerAdapter)$/u;

/** The levels of an error log. */
export const errorLevel = /^(?:error|warn|fatal|critical|exception)$/u;

/** Every level: methods that write a line, and set nothing for later ones. */
export const anyLevel = /^(?:error|warn|warning|fatal|critical|exception|info|debug|trace|verbose|silly|notice|log|http)$/u;

/** Functions and methods of error trackers, by name alone; with what the logged context is called. */
export const trackers: ReadonlyMap<string, 'extra' | undefined> = new Map([
  ['captureException', 'extra'],
  ['captureMessage', 'extra'],
  ['noticeError', undefined],
  ['trackException', undefined],
  ['reportExcInfo', undefined],
]);

/** Error trackers whose method has an everyday name. */
export const notifiers = /^(?:bugsnag|honeybadger|airbrake|rollbar)$/iu;

/** Modules of error trackers, whose functions share one context. */
export const trackerModule = /sentry|bugsnag|rollbar|datadog|newrelic|honeybadger/iu;

/** Methods and functions that set a context for later lines. */
export const contextSetter = /^(?:add|append|assign|bind|bound|child|configure|contextualize|enter|push|set|with)(?=[A-Z]|$)/u;

/** A name that means a session's id. */
export const idName = /session[-_ ]?id$/iu;

/** Calls that only answer, print or convert what they are given. */
export const idleCalls = /^(?:json|send|end|write|render|redirect|stringify|status|String|Boolean|assert|ok)$/u;

/** Constructors of the same kind, and of plain data. */
export const idleConstructors = /^(?:URL|URLSearchParams|Headers|Map|Set|Response|NextResponse|Error|\w+Error|\w+Exception)$/u;

/** Methods that put something away, in memory or into a database. */
export const storingCalls =
  /^(?:set|put|add|push|unshift|append|enqueue|setex|assign|freeze|resolve|values|(?:cache|insert|keep|persist|remember|save|store|update|upsert)|(?:add|cache|insert|keep|persist|register|remember|save|set|store|update|upsert)[A-Z]\w*)$/u;
