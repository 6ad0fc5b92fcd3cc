import type { Session } from './messages.ts';
import { languages, presets, severities } from './messages.ts';

const start = '#code=';

/** The part of an address that holds a session, compressed. */
export async function toHash(session: Session): Promise<string> {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(JSON.stringify(session)));
  return (
    start +
    btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  );
}

/**
 * The session that an address holds; undefined when it holds none.
 * @throws an Error when it holds something else than a session.
 */
export async function fromHash(hash: string): Promise<Session | undefined> {
  if (!hash.startsWith(start)) return undefined;
  const packed = atob(hash.slice(start.length).replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = await through(new DecompressionStream('deflate-raw'), Uint8Array.from(packed, letter => letter.charCodeAt(0)));
  const session: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isSession(session)) throw new Error('no session');
  return session;
}

function isSession(value: unknown): value is Session {
  const { code, language, preset, severities: own, settings } = Object(value) as Record<string, unknown>;
  return (
    typeof code === 'string' &&
    Object.keys(languages).includes(language as string) &&
    presets.includes(preset as never) &&
    Object.values(Object(own) as object).every(severity => severities.includes(severity as never)) &&
    typeof settings === 'string'
  );
}

async function through(transform: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
