import { lint } from './lint.ts';
import type { Session } from './messages.ts';

// Runs in a web worker. Says that it is there, then answers each session that it is sent.
self.addEventListener('message', ({ data }: MessageEvent<Session>) => {
  try {
    self.postMessage({ answer: lint(data) });
  } catch (error) {
    self.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  }
});
self.postMessage({});
