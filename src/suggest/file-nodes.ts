import type { SourceCode } from '../analysis/facts.ts';
import { FileNodes } from '../analysis/nodes.ts';

/** Something that is worked out once for a file. */
export function ofFile<T>(make: (sourceCode: SourceCode) => T): (sourceCode: SourceCode) => T {
  const made = new WeakMap<SourceCode, { readonly value: T }>();
  return sourceCode => {
    let known = made.get(sourceCode);
    if (!known) {
      made.set(sourceCode, (known = { value: make(sourceCode) }));
    }
    return known.value;
  };
}

/** The nodes of a file by their types. */
export const nodesOf = ofFile(sourceCode => new FileNodes(sourceCode, [sourceCode.ast]));
