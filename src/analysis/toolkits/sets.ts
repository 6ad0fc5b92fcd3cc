import type { TSESTree } from '@typescript-eslint/utils';
import { everySession, ownTools } from '../../sdk/toolkits.ts';
import { constantOf, literalNames, writtenProperty } from '../constants.ts';
import type { Graph } from '../flow/index.ts';

type Node = TSESTree.Node;

/** Choices between choices are looked into this deep. */
const mostHops = 4;

/** The toolkits that a session may have, as far as the code writes them out. */
export interface ToolkitSet {
  readonly kind: 'any' | 'except' | 'only';
  readonly names: readonly string[];
  /** The list as the configuration has it: an array, or a constant that holds one. */
  readonly list: Node | undefined;
}

/** No toolkit is foreign to it: it has them all, or the code does not say which. */
export const anyToolkit: ToolkitSet = { kind: 'any', names: [], list: undefined };

/** Whether a session with these toolkits lacks what is asked for: a slug is its toolkit's, an underscore and more. */
export function isForeign(set: ToolkitSet, asked: string, isTool: boolean): boolean {
  if (set.kind === 'any') {
    return false;
  }
  const name = asked.toLowerCase();
  if (isTool && (everySession.test(name) || !name.includes('_'))) {
    return false;
  }
  const isNamed = set.names.some(each => (isTool ? name.startsWith(`${each.toLowerCase()}_`) : name === each.toLowerCase()));
  return isNamed === (set.kind === 'except');
}

/**
 * The sets of toolkits that a creation may name.
 *
 * | `toolkits`                                    | gives                   |
 * | --------------------------------------------- | ----------------------- |
 * | a literal list, `{ enable: […] }`             | only these              |
 * | `{ disable: […] }`                            | all except these        |
 * | `mail ? ['gmail'] : ['slack']`                | one set for each        |
 * | `null`, nothing, anything that is not literal, tools of the user's own, which any slug may name | any: nothing is foreign |
 */
export function toolkitsOf(graph: Graph, config: Node | undefined, hops = 0): readonly ToolkitSet[] {
  const literal = config && constantOf(graph, config);
  if (literal?.type === 'ConditionalExpression' && hops < mostHops) {
    return [literal.consequent, literal.alternate].flatMap(each => toolkitsOf(graph, each, hops + 1));
  }
  if (literal?.type !== 'ObjectExpression' || ownTools.some(name => writtenProperty(graph, literal, name))) {
    return [anyToolkit];
  }
  const experimental = writtenProperty(graph, literal, 'experimental');
  if (experimental) {
    const own = experimental === 'unknown' ? undefined : constantOf(graph, experimental);
    if (own?.type !== 'ObjectExpression' || ownTools.some(name => writtenProperty(graph, own, name))) {
      return [anyToolkit];
    }
  }
  const list = writtenProperty(graph, literal, 'toolkits');
  return !list || list === 'unknown' ? [anyToolkit] : listed(graph, list);
}

/** The toolkits that a list names, be it of those enabled or of those disabled; of a choice, those of each. */
export function listed(graph: Graph, list: Node, hops = 0): readonly ToolkitSet[] {
  const names = literalNames(graph, list, 'all that may be');
  if (names) {
    return [{ kind: 'only', names: names.map(({ value }) => value), list }];
  }
  const literal = constantOf(graph, list);
  if (literal.type === 'ConditionalExpression' && hops < mostHops) {
    return [literal.consequent, literal.alternate].flatMap(each => listed(graph, each, hops + 1));
  }
  if (literal.type !== 'ObjectExpression') {
    return [anyToolkit];
  }
  const enabled = writtenProperty(graph, literal, 'enable');
  const disabled = writtenProperty(graph, literal, 'disable');
  const given = enabled ?? disabled;
  const inner =
    given && given !== 'unknown' && !(enabled && disabled) ? literalNames(graph, given, enabled ? 'all that may be' : 'all') : undefined;
  return [inner ? { kind: enabled ? 'only' : 'except', names: inner.map(({ value }) => value), list: given as Node } : anyToolkit];
}
