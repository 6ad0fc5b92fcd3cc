/** A repeatable source of numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Surroundings {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  /** Labels that can be left, and those of loops, that can be continued too. */
  readonly labels: readonly string[];
  readonly loopLabels: readonly string[];
}

/**
 * Writes programs of every statement and every branching expression; `leaf` writes what they are made of, `test` what
 * they ask. Each turn of a loop yields, so that one which does not end can be left.
 */
export class ProgramWriter {
  readonly #next: () => number;
  readonly #leaf: () => string;
  readonly #test: () => string;
  #labels = 0;

  constructor(next: () => number, leaf: () => string, test: () => string) {
    this.#next = next;
    this.#leaf = leaf;
    this.#test = test;
  }

  program(): string {
    return this.#statements({ depth: 0, inLoop: false, inSwitch: false, labels: [], loopLabels: [] });
  }

  #pick<T>(...choices: readonly T[]): T {
    return choices[Math.floor(this.#next() * choices.length)]!;
  }

  #statements(around: Surroundings): string {
    const count = 1 + Math.floor(this.#next() * 2.2);
    return Array.from({ length: count }, () => this.#statement(around)).join('\n');
  }

  #statement(around: Surroundings): string {
    if (around.depth > 2 || this.#next() < 0.3) return this.#simple(around);
    const inner = { ...around, depth: around.depth + 1 };
    const body = () => `{\n${this.#statements(inner)}\n}`;
    const loop = (write: (body: string) => string) => {
      const label = this.#next() < 0.3 ? `l${(this.#labels += 1)}` : undefined;
      const labels = label === undefined ? [] : [label];
      const text = this.#statements({
        ...inner,
        inLoop: true,
        labels: [...around.labels, ...labels],
        loopLabels: [...around.loopLabels, ...labels],
      });
      return (label === undefined ? '' : `${label}: `) + write(`{\nyield;\n${text}\n}`);
    };
    switch (this.#pick('block', 'do', 'for', 'of', 'if', 'if', 'if', 'switch', 'try', 'try', 'try', 'while')) {
      case 'block': {
        const label = `l${(this.#labels += 1)}`;
        return `${label}: {\n${this.#statements({ ...inner, labels: [...around.labels, label] })}\n}`;
      }
      case 'do':
        return loop((each) => `do ${each} while (${this.#condition()});`);
      case 'for':
        return loop((each) => `for (${this.#expression()}; ${this.#condition()}; ${this.#expression()}) ${each}`);
      case 'of':
        return loop((each) => `for (const [x = ${this.#expression()}] of list()) ${each}`);
      case 'switch': {
        const cases = Array.from({ length: 1 + Math.floor(this.#next() * 3) }, () => `case ${this.#test()}:`);
        if (this.#next() < 0.5) cases.splice(Math.floor(this.#next() * (cases.length + 1)), 0, 'default:');
        const bodies = cases.map((each) => `${each}\n${this.#statements({ ...inner, inSwitch: true })}`);
        return `switch (true) {\n${bodies.join('\n')}\n}`;
      }
      case 'try':
        return this.#pick(
          () => `try ${body()} catch ${body()}`,
          () => `try ${body()} finally ${body()}`,
          () => `try ${body()} catch ${body()} finally ${body()}`,
        )();
      case 'while':
        return loop((each) => `while (${this.#condition()}) ${each}`);
      default:
        return `if (${this.#condition()}) ${body()}` + (this.#next() < 0.5 ? ` else ${body()}` : '');
    }
  }

  #simple({ depth, inLoop, inSwitch, labels, loopLabels }: Surroundings): string {
    const jumps: string[] = [];
    if (depth > 0) {
      jumps.push('return;', `return ${this.#expression()};`, `throw ${this.#expression()};`);
      if (inLoop) jumps.push('continue;', 'break;');
      if (inSwitch) jumps.push('break;');
      jumps.push(...labels.map((label) => `break ${label};`), ...loopLabels.map((label) => `continue ${label};`));
    }
    return jumps.length > 0 && this.#next() < 0.25 ? this.#pick(...jumps) : `${this.#expression()};`;
  }

  #expression(depth = 0): string {
    if (depth > 1 || this.#next() < 0.6) return this.#leaf();
    const inner = () => this.#expression(depth + 1);
    return this.#pick(
      () => `(${this.#condition()} && ${inner()})`,
      () => `(${this.#condition()} || ${inner()})`,
      () => `(${this.#condition()} ? ${inner()} : ${inner()})`,
      () => `(maybe()?.[${inner()}])`,
      () => `(maybe() ?? ${inner()})`,
      () => `(box().a ??= ${inner()})`,
      () => `[${inner()}, ${inner()}]`,
    )();
  }

  #condition(depth = 0): string {
    if (depth > 1 || this.#next() < 0.6) return this.#test();
    const inner = () => this.#condition(depth + 1);
    return this.#pick(
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `!${inner()}`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `(${this.#leaf()}, ${inner()})`,
    )();
  }
}
