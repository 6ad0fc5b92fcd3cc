import { checked, shown } from './schema-check.ts';
import { settingsSchema } from './settings-schema.ts';
import type { remedies } from './settings-schema.ts';

export { settingsSchema };

/** The key of the plugin's settings in an ESLint configuration. */
export const settingsKey = 'composio-sessions';

/** A way to repair a session that is kept too long. */
export type Remedy = (typeof remedies)[number];

/** The user's settings, complete and frozen; `settings-schema.ts` says what each means. */
export interface Settings {
  readonly clients: readonly string[];
  /** `from` is undefined where the name alone counts. */
  readonly factories: readonly { readonly from: string | undefined; readonly name: string }[];
  readonly memoizers: readonly string[];
  readonly modules: readonly string[];
  readonly conversationClasses: readonly RegExp[];
  readonly requestObjects: readonly string[];
  readonly sdkVersion: string | undefined;
  /** `argument` is the position of the callback; undefined means any argument that is a function. */
  readonly handlers: readonly { readonly call: string; readonly argument: number | undefined }[];
  readonly fix: Remedy | undefined;
}

/** The settings as a user writes them. */
interface GivenSettings {
  clients?: string[];
  factories?: (string | { from: string; name: string })[];
  memoizers?: string[];
  modules?: string[];
  conversationClasses?: string[];
  requestObjects?: string[];
  sdkVersion?: string;
  handlers?: (string | { call: string; argument?: number })[];
  fix?: Remedy;
}

const known = new WeakMap<object, Settings>();
const defaults = normalised({});

/**
 * The plugin's settings out of `context.settings`, checked and complete.
 * @throws an Error that names the key, what was given and what is allowed.
 */
export function readSettings(settings: unknown): Settings {
  const given = ownSettings(settings);
  if (given === undefined) return defaults;
  const cached = known.get(given as object);
  if (cached) return cached;
  const result = normalised(checked(given, settingsSchema, `settings['${settingsKey}']`) as GivenSettings);
  known.set(given as object, result);
  return result;
}

function ownSettings(settings: unknown): unknown {
  if (settings === undefined || settings === null) return undefined;
  if (typeof settings !== 'object') throw new Error(`settings is ${shown(settings)}. Allowed: an object.`);
  try {
    return (settings as Record<string, unknown>)[settingsKey];
  } catch (error) {
    throw new Error(`settings['${settingsKey}'] cannot be read.`, { cause: error });
  }
}

function normalised(given: GivenSettings): Settings {
  return Object.freeze({
    clients: Object.freeze(given.clients ?? []),
    factories: Object.freeze(
      (given.factories ?? []).map(factory => Object.freeze(typeof factory === 'string' ? { from: undefined, name: factory } : factory)),
    ),
    memoizers: Object.freeze(given.memoizers ?? []),
    modules: Object.freeze(given.modules ?? []),
    conversationClasses: Object.freeze((given.conversationClasses ?? []).map(source => new RegExp(source, 'u'))),
    requestObjects: Object.freeze(given.requestObjects ?? []),
    sdkVersion: given.sdkVersion,
    handlers: Object.freeze(
      (given.handlers ?? []).map(handler =>
        Object.freeze(typeof handler === 'string' ? { call: handler, argument: undefined } : { argument: undefined, ...handler }),
      ),
    ),
    fix: given.fix,
  });
}
