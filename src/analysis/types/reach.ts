import type * as ts from 'typescript';
import { attempt, type Checker } from './checker.ts';
import { isCoreDeclaration } from './core.ts';
import { oncePer } from '../once-per.ts';

/**
 * Whether a file imports the SDK, or a file of the project that does, however far away. Only such a file can hold a
 * session that its own text does not name.
 */
export function reachesCore(checker: Checker, fileName: string): boolean {
  return (
    attempt(() => {
      const file = checker.program.getSourceFile(fileName);
      return file !== undefined && filesThatReach(checker.program, checker.types).has(file);
    }) ?? false
  );
}

/** The files of a program that get to the SDK through their imports. */
const filesThatReach = oncePer((program: ts.Program, types: ts.TypeChecker): ReadonlySet<ts.SourceFile> => {
  const found = new Set<ts.SourceFile>();
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  if (!program.getSourceFiles().some(file => isCoreDeclaration(file) || file.text.includes('@composio/core'))) {
    return found;
  }
  const open: ts.SourceFile[] = [];
  const add = (file: ts.SourceFile): void => {
    if (!found.has(file)) {
      found.add(file);
      open.push(file);
    }
  };
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file) || program.isSourceFileFromExternalLibrary(file)) {
      continue;
    }
    for (const declaration of importedBy(file, types)) {
      const imported = declaration.getSourceFile();
      if (isCoreDeclaration(declaration)) {
        add(file);
      } else {
        importers.set(imported, [...(importers.get(imported) ?? []), file]);
      }
    }
  }
  for (let file = open.pop(); file; file = open.pop()) {
    importers.get(file)?.forEach(add);
  }
  return found;
});

/** The modules that a file imports or exports from, in whatever way. */
function* importedBy(file: ts.SourceFile, types: ts.TypeChecker): Generator<ts.Declaration> {
  // the compiler's own list also has `import('x').T`, `import()` and what comments import
  const { imports } = file as { readonly imports?: readonly ts.Node[] };
  for (const specifier of imports ?? file.statements.map(statement => (statement as Partial<ts.ImportDeclaration>).moduleSpecifier)) {
    yield* (specifier && types.getSymbolAtLocation(specifier)?.declarations) ?? [];
  }
}
