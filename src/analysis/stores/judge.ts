import type { FileContext } from '../file.ts';
import type { Candidate } from './candidates.ts';
import type { Cargo } from './cargo.ts';
import { isContainerStore, isRefObject, wayOf } from './containers.ts';
import { isGivenTogether } from './given.ts';
import { judgeClosure } from './judge-closure.ts';
import { judgeFieldRoot } from './judge-field.ts';
import { judgeMemo } from './judge-memo.ts';
import { judgeGlobal, judgeModule } from './judge-module.ts';
import { found, isGuarded, type Judged, kindOf, moduleRoot } from './judged.ts';
import { isPutAwayLater, type Moves } from './moves.ts';
import { isScriptFile } from './scripts.ts';
import { isReadBack } from './read-back.ts';
import { bringsCargo } from './stored.ts';

export function judge(
  context: FileContext,
  candidate: Candidate,
  cargo: Cargo,
  dictionaries: ReadonlySet<string>,
  fills: Moves,
): Judged | undefined {
  if (candidate.how === 'memo') {
    return judgeMemo(context, candidate, cargo);
  }
  if (candidate.how === 'state') {
    return found(context, candidate, moduleRoot, 'memo', 'outlives', false);
  }
  if (candidate.how === 'export') {
    const isOwn = !!candidate.valueNode && bringsCargo(context.graph, candidate.valueNode);
    return isOwn && !isScriptFile(context, candidate.site) ? found(context, candidate, moduleRoot, 'module', 'outlives', false) : undefined;
  }
  if (candidate.how === 'assign' && candidate.target.type === 'MemberExpression' && isRefObject(context.graph, candidate.target)) {
    return found(context, candidate, moduleRoot, 'memo', 'outlives', isGuarded(candidate));
  }
  if (isPutAwayLater(context, candidate, fills.puts) || isReadBack(context, candidate)) {
    return undefined;
  }
  if (!isGivenTogether(context, candidate)) {
    return undefined;
  }
  const way = wayOf(context, candidate);
  const { root } = way;
  const isContainer = isContainerStore(context, candidate, way, dictionaries);
  const kind = isContainer ? 'container' : kindOf(root);
  switch (root.kind) {
    case 'local':
    case 'unknown':
      return undefined;
    case 'request':
      return root.isSession && cargo.sessions.length > 0 ? found(context, candidate, root, 'container', 'outlives', false) : undefined;
    case 'global':
      return judgeGlobal(context, candidate, isContainer && (candidate.how === 'call' || candidate.how === 'element'));
    case 'module':
      return judgeModule(context, candidate, cargo, root, kind);
    case 'field':
      return judgeFieldRoot(context, candidate, cargo, root, kind);
    case 'closure':
      return judgeClosure(context, candidate, cargo, root, kind);
  }
}
