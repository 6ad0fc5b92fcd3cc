import address from 'virtual:linter-worker';
import type { Answer, Session } from './messages.ts';

/** A linter in a web worker. */
export interface BackgroundLinter {
  /** Lints this next; of several requests that wait, only the last one counts. */
  lint(session: Session): void;
  stop(): void;
}

/** Starts the worker. `show` gets each answer with the session that it is about, unless a newer one waits. */
export function startLinter(show: (answer: Answer, session: Session) => void, fail: (message: string) => void): BackgroundLinter {
  const worker = new Worker(address, { type: 'module' });
  let running: Session | 'loading' | undefined = 'loading';
  let waiting: Session | undefined;
  const next = () => {
    running = waiting;
    waiting = undefined;
    if (running) worker.postMessage(running);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<{ answer?: Answer; failure?: string }>) => {
    if (data.failure !== undefined) fail(data.failure);
    if (data.answer && typeof running === 'object' && !waiting) show(data.answer, running);
    next();
  });
  worker.addEventListener('error', ({ message }) => fail(message || 'the linter could not be loaded'));
  return {
    lint(session) {
      waiting = session;
      if (running === undefined) next();
    },
    stop: () => worker.terminate(),
  };
}
