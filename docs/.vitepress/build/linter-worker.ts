import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { UserConfig } from 'vitepress';

type VitePlugin = Extract<NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number], { name: string }>;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const name = 'virtual:linter-worker';

/** What the linter and the parser ask of Node, as a browser can give it. */
const alias = {
  'node:path': 'path-browserify',
  path: 'path-browserify',
  // the parser reads files only for type information
  ...Object.fromEntries([
    'node:fs', 'fs', 'node:os', 'os', 'node:url', 'url', 'node:util', 'tinyglobby', 'fast-glob',
  ].map(module => [module, path('empty.ts')])),
};

/**
 * Bundles the linter that a web worker runs. Rolldown does it in two seconds where VitePress' own bundler takes half a minute:
 * most of it is the TypeScript compiler.
 */
async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: path('../playground/worker.ts'),
    platform: 'browser',
    resolve: { alias },
    transform: {
      define: {
        'process.env.NODE_ENV': '"production"',
        'process.env': '{}',
        'process.platform': '"browser"',
        'process.cwd': '(() => "/")',
        'process.emitWarning': '(() => {})',
        process: 'undefined',
        __filename: '"/linter.js"',
        __dirname: '"/"',
      },
    },
    onLog(_level, { code, message }) {
      if (code === 'UNRESOLVED_IMPORT') throw new Error(message);
    },
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false });
  await bundle.close();
  return output[0].code;
}

/** Makes the address of the bundled linter the default export of `virtual:linter-worker`. */
export function linterWorker(): VitePlugin {
  let building = false;
  return {
    name: 'linter-worker',
    config: (_, { command }) => {
      building = command === 'build';
    },
    resolveId: source => (source === name ? `\0${name}` : undefined),
    async load(id, options) {
      if (id !== `\0${name}`) return undefined;
      // pages are rendered beforehand without the editor
      if (options?.ssr) return "export default ''";
      if (!building) return "export default '/linter.js'";
      const reference = this.emitFile({ type: 'asset', name: 'linter.js', source: await bundled() });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
    },
    configureServer({ middlewares }) {
      middlewares.use('/linter.js', (_request, response, next) => {
        bundled().then(code => response.setHeader('content-type', 'text/javascript').end(code), next);
      });
    },
  };
}
