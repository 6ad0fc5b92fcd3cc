import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from 'vscode';

const require = createRequire(import.meta.url);
const settings = JSON.parse(readFileSync(new URL('settings.json', import.meta.url), 'utf8'));

/** Starts the server of VS Code's ESLint extension, and answers its questions as that extension does. */
export function activate() {
  const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
  const [{ uri, name }] = workspace.workspaceFolders;
  const module = join(uri.fsPath, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server');
  const client = new LanguageClient('eslint', { module, transport: TransportKind.stdio }, {
    documentSelector: [{ scheme: 'file', language: 'typescript' }],
    middleware: {
      workspace: { configuration: ({ items }) => items.map(() => ({ ...settings, workspaceFolder: { uri: uri.toString(), name } })) },
    },
  });
  return client.start();
}
