import { defineConfig } from 'tsdown';

const common = {
  platform: 'neutral',
  target: 'es2022',
  format: 'esm',
  outDir: 'dist',
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  sourcemap: true,
} as const;

// As in core: the worker is self-contained. Models and wasm lie beside it in dist/assets, copied by the second config.
export default defineConfig([
  { ...common, entry: ['src/index.ts'], dts: true, clean: true },
  {
    ...common,
    entry: ['src/worker-entry.ts'],
    dts: true,
    clean: false,
    deps: { alwaysBundle: [/.*/] },
    copy: [{ from: 'src/assets', to: 'dist' }],
  },
]);
