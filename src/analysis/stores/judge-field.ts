import type { Home } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { isFieldLazy, judgeField } from './conversation.ts';
import { isConnectionScoped, isInFlight, isKeyedByRequest } from './exemptions.ts';
import { memberAround, readsField } from './field-reads.ts';
import type { Root } from './homes.ts';
import { found, isGuarded, type Judged } from './judged.ts';
import { keyReason } from './keys.ts';
import { areObjectsLocal } from './local-objects.ts';
import { isReachedFromOutside, isScriptClass } from './scripts.ts';
import { isReadBackHere } from './read-back.ts';
import { contains, isFunction } from '../tree.ts';
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
  const isScript = member ? units.of(member) === script && !isHandled(context, root) : isScriptClass(context, root.owner);
  if (isScript) {
    return undefined;
  }
  if (kind === 'container') {
    if (
      isInFlight(graph, candidate) ||
      isConnectionScoped(graph, candidate, handlers) ||
      isKeyedByRequest(graph, candidate, name => homes.isRequestName(name)) ||
      isReadBackHere(graph, candidate) ||
      areObjectsLocal(context, root.owner)
    ) {
      return undefined;
    }
    return found(context, candidate, root, kind, keyReason(context, candidate, cargo), isGuarded(candidate));
  }
  if (cargo.creations.length === 0) {
    return undefined;
  }
  const store = { graph, nodes, handlers, owner: root.owner, field: root.name, isStatic: root.isStatic, site, creations: cargo.creations };
  const reason = judgeField(store);
  if (reason === 'constant-user' && isInFlight(graph, candidate)) {
    return undefined;
  }
  return reason && found(context, candidate, root, kind, reason, isFieldLazy(store, member));
}

/** Whether a class registers handlers, or a handler of the file ends up in a method that reads the field. */
function isHandled(context: FileContext, { owner, name }: Root & { kind: 'field' }): boolean {
  const { graph, handlers } = context;
  return (
    [...handlers.kinds.keys()].some(handler => contains(owner, handler)) ||
    owner.body.body.some(
      member =>
        'value' in member &&
        isFunction(member.value) &&
        readsField(graph, member.value, name) &&
        isReachedFromOutside(context, member.value),
    )
  );
}
