/**
 * A program that is written down twice, line by line: as the rules see it, and as it runs, where each line also tells the
 * world that it runs and what it stores. Both have the same number of lines.
 */
export class Code {
  readonly #shown: string[] = [];
  readonly #running: string[] = [];
  #indent = '';

  /** The line that the next text stands on. */
  get next(): number {
    return this.#shown.length + 1;
  }

  get shown(): string {
    return `${this.#shown.join('\n')}\n`;
  }

  get running(): string {
    return this.#running.join('\n');
  }

  /** A line that is no statement: a head, a closing brace; `running` where it runs as something else. */
  raw(shown: string, running = shown): void {
    if (/^[})\]]/u.test(shown)) this.#indent = this.#indent.slice(2);
    this.#shown.push(this.#indent + shown);
    this.#running.push(running);
    if (/[{([]$/u.test(shown)) this.#indent += '  ';
  }

  /** A statement. `SOURCE(x)` in it hands a creation what it is made from; `stores` names the home that it fills. */
  line(text: string, { stores, before = '', after = '' }: { stores?: string; before?: string; after?: string } = {}): void {
    const at = `w.line = ${this.next};`;
    const store = stores === undefined ? '' : `w.stored('${stores}', ${this.next});`;
    this.raw(
      text.replaceAll(/,? SOURCE\([^)]*\)/gu, ''),
      `${before} ${at} ${text.replaceAll(/SOURCE\((?<of>[^)]*)\)/gu, '() => ($<of>)')} ${store} ${after}`,
    );
  }

  /** Makes a home known to the world, once the declaration before it ran. */
  declare(text: string, home: { readonly name: string; readonly kind: string; readonly look: string } | undefined): void {
    this.line(text, home ? { after: `w.home('${home.name}', '${home.kind}', () => ${home.look});` } : {});
  }
}
