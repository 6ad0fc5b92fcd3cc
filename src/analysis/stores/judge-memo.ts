import type { TSESTree } from '@typescript-eslint/utils';
import type { FileContext } from '../file.ts';
import type { Candidate } from './candidates.ts';
import { found, type Judged, moduleRoot } from './judged.ts';
import { isScriptVariable } from './scripts.ts';
import { enclosingFunction, inline } from '../tree.ts';
import { script } from '../units.ts';

type Node = TSESTree.Node;

export function judgeMemo(context: FileContext, candidate: Candidate): Judged | undefined {
  const { units, graph } = context;
  const { site, target } = candidate;
  const around = enclosingFunction(site);
  const name = target.type === 'CallExpression' ? inline(graph.sourceCode, target.callee) : '';
  const isShared = name === 'unstable_cache';
  if (around && !isShared && target.type === 'CallExpression') {
    const unit = units.of(around);
    const isKept = unit !== script && isKeptBy(target);
    if (!isKept) {
      return undefined;
    }
  }
  if (!around && isMemoOfScript(context, site)) {
    return undefined;
  }
  return found(context, candidate, moduleRoot, 'memo', 'outlives', false);
}

/** A memo made in a function outlives it when it is returned or put into a field. */
function isKeptBy(memo: Node): boolean {
  const { parent } = memo;
  return (
    parent?.type === 'ReturnStatement' ||
    parent?.type === 'PropertyDefinition' ||
    (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
  );
}

function isMemoOfScript(context: FileContext, site: Node): boolean {
  const { parent } = site;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') {
    return false;
  }
  const variable = context.graph.variableOf(parent.id);
  return !!variable && isScriptVariable(context, variable);
}
