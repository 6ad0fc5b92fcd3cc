import type { Home } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { isFieldLazy, judgeField } from './conversation.ts';
import { isConnectionScoped, isInFlight, isKeyedByRequest } from './exemptions.ts';
import { memberAround } from './field-reads.ts';
import type { Root } from './homes.ts';
import { found, isGuarded, type Judged } from './judged.ts';
import { keyReason } from './keys.ts';
import { isScriptClass } from './scripts.ts';
import { isReadBackHere } from './read-back.ts';
import { contains } from '../tree.ts';
import { script } from '../units.ts';

export function judgeFieldRoot(
  context: FileContext,
  candidate: Candidate,
  cargo: Cargo,
  root: Root & { kind: 'field' },
  kind: Home['kind'],
): Judged | undefined {
  const { graph, units, handlers, nodes, homes } = context;
  const { site } = candidate;
  const member = memberAround(site);
  const isScript = member ? units.of(member) === script && !isHandledInside(context, root) : isScriptClass(context, root.owner);
  if (isScript) {
    return undefined;
  }
  if (kind === 'container') {
    if (isInFlight(graph, candidate) || isConnectionScoped(graph, candidate, handlers) || isKeyedByRequest(graph, candidate, name => homes.isRequestName(name)) || isReadBackHere(graph, candidate)) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  if (cargo.creations.length === 0) {
    return undefined;
  }
  const store = { graph, nodes, handlers, owner: root.owner, field: root.name, isStatic: root.isStatic, site, creations: cargo.creations };
  const reason = judgeField(store);
  return reason && found(context, candidate, root, kind, reason, isFieldLazy(store, member));
}

/** Whether a class registers handlers that read one of its fields. */
function isHandledInside({ handlers }: FileContext, root: Root & { kind: 'field' }): boolean {
  return [...handlers.kinds.keys()].some(handler => contains(root.owner, handler));
}
