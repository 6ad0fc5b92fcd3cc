import type { SourceCode } from '../analysis/facts.ts';
import { FileNodes } from '../analysis/nodes.ts';
import { oncePer } from '../analysis/once-per.ts';

/** The nodes of a file by their types. */
export const nodesOf = oncePer((sourceCode: SourceCode) => new FileNodes(sourceCode, [sourceCode.ast]));
