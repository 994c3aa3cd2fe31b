import { defineConfig } from 'tsdown';

const common = {
  target: 'es2022',
  format: 'esm',
  outDir: 'dist',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  sourcemap: true,
} as const;

// As in core: the worker is self-contained, and for browsers alone. Each of LiteRT's loaders becomes a chunk of its own;
// models and wasm lie beside it in dist/assets, where its literal URLs look for them.
export default defineConfig([
  { ...common, platform: 'neutral', entry: ['src/index.ts'], dts: true, clean: true },
  {
    ...common,
    platform: 'browser',
    entry: ['src/worker-entry.ts'],
    dts: true,
    clean: false,
    deps: { alwaysBundle: [/.*/] },
    copy: [{ from: 'src/assets/*.{wasm,tflite}', to: 'dist/assets' }],
  },
]);
