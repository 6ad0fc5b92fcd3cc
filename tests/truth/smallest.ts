import { compare, type Disagreement } from './compare.ts';
import type { Part } from './program.ts';
import type { Step } from './timing.ts';

/** The smallest program that still disagrees in one of the rules of `found`: one part of it, with as few steps as will do. */
export async function smallest(found: Disagreement): Promise<Disagreement> {
  const rulesOf = ({ missed, invented }: Disagreement): Set<string> =>
    new Set([...missed, ...invented].map(label => label.slice(label.indexOf(' '))));
  const rules = rulesOf(found);
  const stillWrong = async (parts: readonly Part[]): Promise<Disagreement | undefined> => {
    const next = await compare(parts);
    return next && [...rulesOf(next)].some(rule => rules.has(rule)) ? next : undefined;
  };
  let best = found;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const parts of smaller(best.parts)) {
      const next = await stillWrong(parts);
      if (next) {
        best = next;
        isSmaller = true;
        break;
      }
    }
  }
  return best;
}

function* smaller(parts: readonly Part[]): Generator<readonly Part[]> {
  for (const [index, part] of parts.entries()) {
    if (parts.length > 1) yield parts.filter(other => other !== part);
    if (part.kind === 'timing') for (const steps of fewer(part.steps)) yield parts.with(index, { ...part, steps });
  }
}

/** Every list with one step less, or with one taken apart. */
function* fewer(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [index, step] of steps.entries()) {
    const around = (middle: readonly Step[]): Step[] => [...steps.slice(0, index), ...middle, ...steps.slice(index + 1)];
    yield around([]);
    if (step.kind === 'branch') {
      yield around(step.then);
      yield around(step.otherwise);
      for (const then of fewer(step.then)) yield around([{ ...step, then }]);
      for (const otherwise of fewer(step.otherwise)) yield around([{ ...step, otherwise }]);
    } else if (step.kind === 'loop') {
      yield around(step.body);
      for (const body of fewer(step.body)) yield around([{ ...step, body }]);
    }
  }
}
