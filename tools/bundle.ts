import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { root } from './source-files.ts';

// What is published: the plugin, its front end for Python and its command, each module once, minified, with everything
// from outside left outside.
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
  cwd: root,
  input: { index: 'src/index.ts', 'python/index': 'src/python/index.ts', 'cli/main': 'src/cli/main.ts' },
  platform: 'node',
  // no module reads a property for what a getter does
  treeshake: { propertyReadSideEffects: false },
  external: [/^node:/u, ...Object.keys(peerDependencies)],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    comments: false,
    chunkFileNames: ({ moduleIds }) =>
      moduleIds.some(id => /[\\/]python[\\/]syntax[\\/]/u.test(id)) ? 'python/front-end.js' : 'plugin.js',
  },
});
await import('./declarations.ts');
