import type { TSESTree } from '@typescript-eslint/utils';
import type { Draft} from './draft.ts';
import { type Kept, type Part } from './draft.ts';
import { indentAt, indentUnit } from './positions.ts';

type Node = TSESTree.Node;

/** The parts of `const session = id ? await use(id) : await create();` and what stands around it. */
interface Choice {
  readonly before?: string;
  readonly target: string;
  readonly test: string;
  readonly resumed: string;
  readonly created: Node;
  /** The statement that stores, when it moves along. */
  readonly store?: Node;
  readonly after?: string;
}

const lineLength = 120;

/** Puts a conditional creation in place of `whole`; `statement` is the one that created so far. */
export function choice(draft: Draft, whole: Node, statement: Node, parts: Choice): void {
  const { sourceCode, eol } = draft;
  const { target, test, resumed, created, store } = parts;
  const to = indentAt(sourceCode, whole.range[0]);
  const from = indentAt(sourceCode, statement.range[0]);
  const semi = sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
  const { isPython, either } = draft.dialect;
  const line = `${to}${target} = ${either(test, resumed)}${sourceCode.getText(created)}${semi}`;
  const isLong = line.length > lineLength || line.includes('\n');
  const step = to + indentUnit(sourceCode);
  const deeper = step.includes('\t') ? `${step}\t` : `${step}  `;
  const shown: Part[] = isLong && isPython
    ? [`${target} = (${eol}${step}${resumed}${eol}${step}if ${test}${eol}${step}else `, kept(created, from, step), `${eol}${to})`]
    : isLong
    ? [`${target} = ${test}${eol}${step}? ${resumed}${eol}${step}: `, kept(created, from, deeper), semi]
    : [`${target} = ${either(test, resumed)}`, kept(created, from, to), semi];
  const stored: Part[] = store ? [eol + to, withTrailingComment(store, draft, to, whole)] : [];
  draft.rewrite(whole.range, parts.before ?? '', ...shown, ...stored, parts.after ?? '');
}

function kept(node: Node, from: string, to: string): Kept {
  return { span: node.range, from, to };
}

/** A statement of `whole` that moves, with the comment behind it on its line. */
function withTrailingComment(node: Node, { sourceCode }: Draft, to: string, whole: Node): Kept {
  const next = sourceCode.getTokenAfter(node, { includeComments: true });
  const isComment =
    (next?.type === 'Line' || next?.type === 'Block') && next.loc.start.line === node.loc.end.line && next.range[1] <= whole.range[1];
  const end = isComment ? next.range[1] : node.range[1];
  return { span: [node.range[0], end], from: indentAt(sourceCode, node.range[0]), to };
}
