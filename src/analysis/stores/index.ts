import type { TSESTree } from '@typescript-eslint/utils';
import type { Store } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { PlainValue } from '../flow/values.ts';
import { isInTest } from '../handlers.ts';
import { isPython } from '../language.ts';
import { candidatesOf } from './candidates.ts';
import { dictionariesOf } from './containers.ts';
import { judge } from './judge.ts';
import { movesOf } from './moves.ts';
import { cargoAt } from './stored.ts';
import { isConstant } from '../people/fields.ts';
import { enclosingFunction, functionName } from '../tree.ts';

type Node = TSESTree.Node;

/** What may have a session inside. */
const holders: ReadonlySet<PlainValue['kind']> = new Set(['class', 'function', 'instance', 'setter', 'tools']);

/** Every store of a session, or of what came from one, into a home that outlives the unit of work. */
export function storesOf(context: FileContext): Store[] {
  const { graph } = context;
  const candidates = [...candidatesOf(graph, context.nodes, graph.settings)];
  const fills = movesOf(context, candidates);
  const stores: Store[] = [];
  const dictionaries = dictionariesOf(context, candidates);
  for (const candidate of candidates) {
    const cargo = cargoAt(context, candidate, fills.fills);
    if (!cargo || isInTest(context.graph, candidate.site)) {
      continue;
    }
    const judged = judge(context, candidate, cargo, dictionaries, fills);
    if (judged) {
      stores.push({
        site: candidate.site,
        value: candidate.valueNode,
        holds: cargo.holds,
        isBare:
          cargo.holds === 'session' &&
          [...candidate.value.plainValues()].every(value => !(value.kind === 'object' ? !value.assumed : holders.has(value.kind))),
        key: candidate.key,
        creations: cargo.creations,
        hasConstantUser: cargo.creations.some(({ user }) => user && isConstant(context.graph, user)),
        storedBy: storerName(context, candidate.site),
        ...judged,
      });
    }
  }
  return onePerSite(stores);
}

/** What one statement stores is one fault; what its pattern puts into homes of different kinds is one for each. */
function onePerSite(stores: Store[]): Store[] {
  const seen = new Map<string, Store>();
  for (const store of stores) {
    const { site, home } = store;
    const key = `${site.range[0]}:${site.range[1]}${isPattern(site) ? `:${home.kind}` : ''}`;
    const known = seen.get(key);
    if (!known || (known.holds === 'tools' && store.holds === 'session')) {
      seen.set(key, store);
    }
  }
  return [...seen.values()].sort((a, b) => a.site.range[0] - b.site.range[0]);
}

function isPattern(site: Node): boolean {
  const target = site.type === 'AssignmentExpression' ? site.left : site.type === 'VariableDeclarator' ? site.id : undefined;
  return target?.type === 'ArrayPattern' || target?.type === 'ObjectPattern';
}

function storerName({ graph }: FileContext, site: Node): string | undefined {
  for (let at = enclosingFunction(site); at; at = enclosingFunction(at)) {
    const name = functionName(at);
    if (name !== undefined) {
      return name === 'constructor' && isPython(graph.sourceCode) ? '__init__' : name;
    }
  }
  return undefined;
}
