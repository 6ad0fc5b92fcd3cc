import { bind } from './bindings.ts';
import type { Walkers } from './steps.ts';

export const tryWalkers = {
  *CatchClause(node, flow) {
    if (node.param !== null) yield bind(node.param, flow);
    yield node.body;
  },

  /**
   * An error leaves the block for the handler, and the handler (or the block) for the `finally` block's layout for errors.
   * The other ways out ask for layouts of their own as they come up, so that none comes out where another one went in.
   */
  *TryStatement(node, flow) {
    const after = flow.segment();
    const outerHandler = flow.handler;
    const outerFrame = flow.frame;
    const finallyFrame = node.finalizer ? flow.openFinally(after) : undefined;

    if (node.handler === null) yield node.block;
    else {
      const caught = flow.segment();
      const onError = flow.handler;
      flow.handler = caught;
      yield node.block;
      flow.jump(after, outerFrame);
      flow.handler = onError;
      flow.startAt(caught);
      yield node.handler;
    }
    flow.jump(after, outerFrame);

    flow.handler = outerHandler;
    flow.frame = outerFrame;
    for (const copy of finallyFrame?.copies ?? []) {
      flow.enterFinally(copy);
      yield node.finalizer;
      flow.leaveFinally(copy);
    }
    flow.startAt(after);
  },
} satisfies Walkers;
