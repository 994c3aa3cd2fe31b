import { defineConfig } from 'tsdown';

const common = {
  target: 'es2022',
  format: 'esm',
  outDir: 'dist',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  sourcemap: true,
} as const;

// As in core: the worker is self-contained, and for browsers alone. LiteRT's loader becomes a chunk of its own;
// models and wasm lie beside it in dist/assets, where its literal URLs look for them. Node's child is as self-contained,
// but for mediabunny: @mediabunny/server, which the user installs, must find the same copy to give its decoders to.
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
  { ...common, platform: 'node', entry: ['src/node.ts'], dts: true, clean: false },
  {
    ...common,
    platform: 'node',
    entry: ['src/node-entry.ts'],
    dts: false,
    clean: false,
    deps: { alwaysBundle: [/^(?!mediabunny$|@mediabunny\/)/], neverBundle: ['mediabunny', '@mediabunny/server'] },
  },
]);
