import { counterpart } from '../../sdk/python.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

type Import = Extract<Statement, { type: 'Import' | 'ImportFrom' }>;

/**
 * | Python                         | becomes                              |
 * | ------------------------------ | ------------------------------------ |
 * | `from a import b as c`         | `import { b as c } from 'a'`         |
 * | `import a.b`, `import a.b as c` | `import * as a from 'a.b'`, `import * as c from 'a.b'` |
 */
export function lowerImport(at: Lowering, node: Import): LoweredNode[] {
  const { start, end } = node;
  if (node.type === 'Import') {
    return node.names.map(({ path, pathEnd, as, start: from, end: to }, index) => {
      const first = path.split('.')[0]!;
      const statement = at.make('ImportDeclaration', index === 0 ? start : from, to, { importKind: 'value', attributes: [] });
      const specifier = at.make('ImportNamespaceSpecifier', from, to);
      const source = at.make('Literal', from, pathEnd, { value: counterpart(as ? path : first), raw: path });
      const local = bound(at, as?.id ?? first, as?.start ?? from, as?.end ?? from + first.length, specifier, statement);
      return Object.assign(statement, { source, specifiers: [Object.assign(specifier, { local })] });
    });
  }
  const statement = at.make('ImportDeclaration', start, end, { importKind: 'value', attributes: [] });
  const source = at.make('Literal', node.moduleStart, node.moduleEnd, { value: counterpart(node.module), raw: node.module });
  const specifiers = node.names.map(({ path, pathEnd, as, start: from, end: to }) => {
    const specifier = at.make('ImportSpecifier', from, to, { importKind: 'value' });
    const imported = at.word(at.names.property(path), from, pathEnd);
    return Object.assign(specifier, { imported, local: bound(at, as?.id ?? path, as?.start ?? from, as?.end ?? to, specifier, statement) });
  });
  return [Object.assign(statement, { source, specifiers })];
}

function bound(at: Lowering, name: string, start: number, end: number, specifier: LoweredNode, statement: LoweredNode): LoweredNode {
  const local = at.word(at.names.variable(name), start, end);
  const variable = at.scope.lookup(at.names.variable(name)) ?? at.scope.declare(at.names.variable(name));
  at.defineVariable(variable, { type: 'ImportBinding', name: local, node: specifier, parent: statement });
  return local;
}
