import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { hasBoundId } from './bound-id.ts';
import { handlersAt, isHandledInside, type Handler } from './handlers.ts';
import { errorLogIn, loggingReference, type LogCall } from './logging.ts';
import { heldInside, nameInReach, type SessionName } from './reach.ts';
import { hasSessionId } from './session-id.ts';
import { workIn, type SessionWork } from './work.ts';
import { scopeMadeBy } from '../scopes.ts';

type Node = TSESTree.Node;

/** A handler of errors of session work that logs them without the session's id. */
export interface ErrorLog {
  /** The logging call, or the reference to one (`.catch(logger.error)`). */
  readonly log: LogCall;
  /** Where the work is done, whose error this is. */
  readonly work: readonly SessionWork[];
  /** How the code names the session where it logs; undefined when no name for it is in reach. */
  readonly session: SessionName | undefined;
  /** The `try` statement, for its `catch` clause. */
  readonly attempt: TSESTree.TryStatement | undefined;
  /** The variable inside the `try` that holds the session and is out of reach. */
  readonly inside: Variable | undefined;
  /** The log has the id of a name that does not exist there. */
  readonly isUnbound: boolean;
}

/** Every log of an error of session work that leaves the session's id out, one for each handler, in source order. */
export function errorLogsOf(context: FileContext): ErrorLog[] {
  const found: ErrorLog[] = [];
  for (const node of context.nodes.of('CallExpression', 'TryStatement')) {
    for (const handler of handlersAt(context.graph, node)) {
      const log = judged(context, handler);
      if (log) {
        found.push(log);
      }
    }
  }
  return onePerLog(found.sort((a, b) => a.log.node.range[0] - b.log.node.range[0]));
}

/** A function that handles several rejections logs them all in one place. */
function onePerLog(found: readonly ErrorLog[]): ErrorLog[] {
  const seen = new Set<Node>();
  return found.filter(({ log }) => !seen.has(log.node) && seen.add(log.node));
}

function judged({ graph, units }: FileContext, handler: Handler): ErrorLog | undefined {
  const { guarded, handling, attempt } = handler;
  const log = loggingReference(graph, handling) ?? errorLogIn(graph, handling);
  if (!log) {
    return undefined;
  }
  const work = [...workIn(graph, units, guarded, node => isHandledInside(graph, node, guarded))];
  if (work.length === 0) {
    return undefined;
  }
  const isUnbound = hasUnboundId(graph, handling, guarded);
  if (!isUnbound && (hasSessionId(graph, handling) || hasBoundId(graph, log))) {
    return undefined;
  }
  const sessions = [...new Set(work.flatMap(each => each.sessions))];
  return {
    log,
    work,
    session: isUnbound ? undefined : nameInReach(graph, log.node, sessions, work, attempt),
    attempt,
    inside: attempt && heldInside(graph, attempt, sessions),
    isUnbound,
  };
}

/** Whether a handler names the id of a session by a name that is declared inside the `try` and not seen here. */
function hasUnboundId(graph: Graph, handling: Node, guarded: Node): boolean {
  for (const node of nodesBelow(handling, graph.sourceCode.visitorKeys)) {
    if (node.type === 'MemberExpression' && propertyName(node) === 'sessionId') {
      const object = unwrapped(node.object);
      if (object.type === 'Identifier' && !graph.variableOf(object) && declaredIn(graph, guarded, object.name)) {
        return true;
      }
    }
  }
  return false;
}

function declaredIn(graph: Graph, block: Node, name: string): boolean {
  const scope = scopeMadeBy(graph.sourceCode, block);
  const variable = scope?.set.get(name);
  return !!variable && [...graph.variable(variable).plainValues()].some(value => value.kind === 'session');
}
