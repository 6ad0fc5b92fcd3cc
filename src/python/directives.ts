import type { LoweredNode } from './lower/nodes.ts';

interface Directive {
  readonly type: string;
  readonly node: LoweredNode;
  readonly value: string;
  readonly justification: string;
}

export interface Directives {
  readonly directives: readonly Directive[];
  readonly problems: readonly { readonly ruleId: null; readonly message: string; readonly loc: LoweredNode['loc'] }[];
}

const form = /^\s*eslint-(disable-next-line|disable-line|disable|enable)(?=\s|$)([\s\S]*)$/u;

/** `# eslint-disable-next-line rule -- why`, `# eslint-disable-line`, `# eslint-disable`, `# eslint-enable`. */
export function directivesOf(comments: readonly LoweredNode[], text: string): Directives {
  const directives = comments.flatMap(node => {
    const match = form.exec(text.slice(node.range[0] + 1, node.range[1]));
    if (!match) {
      return [];
    }
    const [value = '', ...justification] = match[2]!.split(/\s-{2,}\s/u);
    return [{ type: match[1]!, node, value: value.trim(), justification: justification.join(' -- ').trim() }];
  });
  return { directives, problems: [] };
}
