import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './source-files.ts';

// The package's only declarations. Each is made from its one file alone, so it can name nothing but ESLint's types.
for (const entry of ['index', 'python/index']) {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(join(root, 'src', `${entry}.ts`), 'utf8'), {
    fileName: 'index.ts',
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, declaration: true },
  });
  for (const { messageText } of diagnostics) throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  writeFileSync(join(root, 'dist', `${entry}.d.ts`), outputText);
}
