import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../tools/source-files.ts';

const folder = join(root, 'tests', 'pages');

/**
 * Type-checks texts as modules of a project that has the real `@composio/core` and the declarations of
 * `tests/pages/ambient.d.ts`, all in one program. Gives the errors of each text, with lines of that text.
 */
export function typeErrors(texts: ReadonlyMap<string, string>): Map<string, { line: number; code: number; message: string }[]> {
  const names = [...texts.keys()];
  const files = new Map(names.map((name, index) => [join(folder, `block-${index}.ts`), `${texts.get(name)}\nexport {};\n`]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = file => files.has(file) || fileExists(file);
  host.readFile = file => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram({ rootNames: [join(folder, 'ambient.d.ts'), ...files.keys()], options, host });
  return new Map(
    [...files.keys()].map((file, index) => {
      const source = program.getSourceFile(file)!;
      const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [
        names[index]!,
        diagnostics.map(({ start = 0, code, messageText }) => ({
          code,
          line: ts.getLineAndCharacterOfPosition(source, start).line + 1,
          message: ts.flattenDiagnosticMessageText(messageText, '\n'),
        })),
      ];
    }),
  );
}
