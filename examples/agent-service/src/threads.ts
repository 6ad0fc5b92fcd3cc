interface Thread {
  readonly owner: string;
  sessionId?: string;
}

// a table in the real service; what is kept is the session's id, never the session
const threads = new Map<string, Thread>();

/** Starts a thread of this user and gives its id. */
export function startThread(owner: string): string {
  const threadId = crypto.randomUUID();
  threads.set(threadId, { owner });
  return threadId;
}

/** The thread with this id, if it is this user's. */
export function findThread(threadId: string, userId: string): Thread | undefined {
  const thread = threads.get(threadId);
  return thread?.owner === userId ? thread : undefined;
}
