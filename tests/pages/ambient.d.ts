// What the TypeScript blocks of src/rules/*/rule.md use without declaring it: the rest of a reader's application.
// Loose on purpose; only the parameters of callbacks are typed, so that the blocks compile under `strict`.

declare function runAgent(message: string, tools: unknown): Promise<string>;
declare function createMCPClient(options: {
  transport: { type: 'http'; url: string; headers?: Record<string, string> };
}): Promise<{ tools(): Promise<unknown>; close(): Promise<void> }>;
declare function ownsSession(userId: string, sessionId: string): Promise<boolean>;

declare const app: {
  post(path: string, handler: (req: any, res: any) => unknown): void;
};
declare const bot: {
  on(event: string, handler: (message: any) => unknown): void;
};
declare const db: any;
declare const logger: any;
