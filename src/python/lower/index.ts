import { parsePython } from '../syntax/parser.ts';
import { collectDefinitions } from './definitions.ts';
import { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerStatements } from './statements.ts';
import { visitorKeys } from './visitor-keys.ts';

/** A Python file as the analysis reads it. */
export interface LoweredFile {
  readonly ast: LoweredNode;
  readonly scopeManager: Lowering['scopes'];
  readonly names: Lowering['names'];
  readonly positions: Lowering['positions'];
}

/** Parses a Python file and lowers it. Throws a PythonSyntaxError where it is none. */
export function lowerPython(text: string): LoweredFile {
  return lowerParsed(text, parsePython(text));
}

/** Lowers a Python file that was parsed. */
export function lowerParsed(text: string, { module, tokens, comments }: ReturnType<typeof parsePython>): LoweredFile {
  const at = new Lowering(text, module, tokens, comments);
  collectDefinitions(at, module.statements);
  at.bindAll(module.statements);
  const statements = lowerStatements(at, module.statements);
  at.program['body'] = [...at.pending, ...at.declareForModule(), ...statements];
  link(at.program);
  return { ast: at.program, scopeManager: at.scopes, names: at.names, positions: at.positions };
}

/** Gives every node its parent. */
function link(root: LoweredNode): void {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const key of visitorKeys[node.type] ?? []) {
      const child = node[key] as LoweredNode | (LoweredNode | null)[] | null | undefined;
      for (const each of Array.isArray(child) ? child : [child]) {
        if (each) {
          each.parent = node;
          stack.push(each);
        }
      }
    }
  }
}
