import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { root } from '../../tools/source-files.ts';
import { shellEnvironment } from '../support/run.ts';

/** A position as editors count it: from zero. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** A part of a document, up to its end and without it. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A squiggle. */
export interface Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly code?: string;
  readonly source: string;
  /** What a click on the code opens. */
  readonly codeDescription?: { readonly href: string };
}

/** An entry of the menu behind the light bulb. */
export interface CodeAction {
  readonly title: string;
  readonly kind: string;
  readonly command: { readonly command: string; readonly arguments: readonly unknown[] };
}

interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

interface WorkspaceEdit {
  readonly documentChanges: readonly { readonly textDocument: { readonly uri: string }; readonly edits: readonly TextEdit[] }[];
}

/** What VS Code's ESLint extension answers when its server asks for a document's settings. */
const settings = JSON.parse(readFileSync(join(root, 'tools', 'vscode-extension', 'settings.json'), 'utf8')) as object;

/** VS Code's ESLint language server, with the client's side of the protocol. */
export class LanguageServer {
  readonly #connection: MessageConnection;
  readonly #end: () => void;
  /** The edits that the server asked to apply and nobody has taken yet. */
  readonly #edits: WorkspaceEdit[] = [];

  private constructor(
    server: string,
    private readonly folder: string,
  ) {
    const child = spawn(process.execPath, [server, '--stdio'], {
      cwd: folder,
      env: shellEnvironment(folder),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    this.#end = () => child.kill();
    const answer = { ...settings, workspaceFolder: { uri: pathToFileURL(folder).href, name: basename(folder) } };
    this.#connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => answer));
    for (const method of ['client/registerCapability', 'workspace/diagnostic/refresh']) this.#connection.onRequest(method, () => null);
    this.#connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      this.#edits.push(edit);
      return { applied: true };
    });
    this.#connection.listen();
  }

  /** Starts the server that is installed in `project` for the workspace `folder`. */
  static async start(project: string, folder: string): Promise<LanguageServer> {
    const server = new LanguageServer(join(project, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server'), folder);
    const uri = pathToFileURL(folder).href;
    await server.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(folder) }],
      capabilities: {
        workspace: {
          configuration: true,
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
          diagnostics: { refreshSupport: true },
        },
        textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    await server.#connection.sendNotification('initialized', {});
    await server.#connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    return server;
  }

  /** Opens a document of the workspace folder. */
  async open(name: string, languageId: string, text: string): Promise<OpenDocument> {
    const uri = pathToFileURL(join(this.folder, name)).href;
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    return new OpenDocument(this.#connection, this.#edits, uri, text);
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    this.#connection.dispose();
    this.#end();
  }
}

/** A document that is open in the editor. */
export class OpenDocument {
  #version = 1;

  constructor(
    private readonly connection: MessageConnection,
    private readonly edits: WorkspaceEdit[],
    private readonly uri: string,
    public text: string,
  ) {}

  /** The squiggles of the document as it is now. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { items } = await this.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri: this.uri },
    });
    return items;
  }

  /** What the menu behind a squiggle offers. */
  actions(diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: this.uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
  }

  /** Types a new text over the old one. */
  async change(text: string): Promise<void> {
    this.text = text;
    this.#version += 1;
    const change = { textDocument: { uri: this.uri, version: this.#version }, contentChanges: [{ text }] };
    await this.connection.sendNotification('textDocument/didChange', change);
  }

  /** Chooses an entry of the menu, and applies the edit that the server answers with. */
  async choose({ command }: CodeAction): Promise<void> {
    await this.connection.sendRequest('workspace/executeCommand', command);
    const edit = this.edits.pop();
    if (!edit) throw new Error(`the server sent no edit for ${command.command}`);
    await this.change(applied(this.text, edit.documentChanges.flatMap(({ edits }) => edits)));
  }
}

/** A text with edits applied, from its end to its start. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position) => lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((edited, { range, newText }) => edited.slice(0, offset(range.start)) + newText + edited.slice(offset(range.end)), text);
}
