import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { addTo } from '../grouped.ts';
import { contains, enclosingFunction } from '../tree.ts';
import type { Dependencies } from './dependencies.ts';
import { directEffects, effectiveNodes, type Effect } from './effects.ts';
import { surroundings, type Keeper } from './keepers.ts';
import { everyMember, type Path } from './paths.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** Code of a function that writes to a place, or into what stands there. */
interface Write {
  readonly node: Node;
  readonly around: FunctionNode;
  readonly effects: readonly Effect[];
}

/** What the functions of a file write, found in one look and by what it is called. */
export class PlaceWrites {
  readonly #all: Write[] = [];
  readonly #byName = new Map<unknown, Write[]>();

  private constructor({ graph, nodes }: FileContext) {
    for (const node of effectiveNodes(nodes)) {
      const effects = directEffects(graph, node).filter(effect => effect.kind === 'write' || effect.kind === 'mutate');
      const around = effects.length > 0 ? enclosingFunction(node) : undefined;
      if (around) {
        this.#note({ node, around, effects });
      }
    }
  }

  static readonly of = oncePer((context: FileContext) => new PlaceWrites(context));

  /** The writes around a keeper that may change what its session was made from. */
  *that(keeper: Keeper, { places }: Dependencies): Generator<Write> {
    // an object's own places have two names, `state.toolkits` and `this.toolkits`
    const names = new Set([...places.map(({ path }) => nameOf(path)), `this.${everyMember}`]);
    const lists = keeper.kind === 'property' ? [this.#all] : [...names].map(name => this.#byName.get(name) ?? []);
    const told = new Set<Write>();
    for (const inside of surroundings(keeper)) {
      for (const list of lists) {
        for (let at = firstFrom(list, inside.range[0]); at < list.length && list[at]!.node.range[0] < inside.range[1]; at += 1) {
          const write = list[at]!;
          if (!told.has(write) && contains(inside, write.node)) {
            told.add(write);
            yield write;
          }
        }
      }
    }
  }

  #note(write: Write): void {
    this.#all.push(write);
    const paths = write.effects.flatMap(effect => (effect.kind === 'write' || effect.kind === 'mutate' ? effect.paths : []));
    for (const name of new Set(paths.map(nameOf))) {
      addTo(this.#byName, name, write);
    }
  }
}

/** What paths that lead to or through one another share: a variable, or a first member of `this`. */
function nameOf({ root, members }: Path): unknown {
  return root === 'this' ? `this.${members[0] ?? ''}` : root;
}

function firstFrom(writes: readonly Write[], position: number): number {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (writes[middle]!.node.range[0] < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
