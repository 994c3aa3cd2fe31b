import { defineConfig } from 'tsdown';

const common = {
  platform: 'neutral',
  target: 'es2022',
  format: 'esm',
  outDir: 'dist',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  sourcemap: true,
} as const;

// The page's doors keep their bare imports; the worker is self-contained, because a worker has no import map. It is for
// browsers alone, and the `browser` platform is what makes the bundler read comlink's `module` field.
export default defineConfig([
  {
    ...common,
    entry: ['src/index.ts', 'src/motion.ts', 'src/fbx.ts', 'src/protocol.ts', 'src/animate3d.ts', 'src/rpc.ts'],
    dts: true,
    clean: true,
  },
  {
    ...common,
    platform: 'browser',
    entry: ['src/worker-entry.ts'],
    dts: true,
    clean: false,
    minify: true,
    deps: { alwaysBundle: [/.*/] },
  },
]);
