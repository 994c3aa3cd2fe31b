import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const pageAndNode = ['document', 'window', 'process', 'Buffer', 'localStorage', 'alert'].map((name) => ({
  name,
  message: 'Core and capture run on the page, in a worker and in Node: pass what is needed in as a port.',
}));

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.build/',
    '.pack/',
    'coverage/',
    'test-results/',
    'packages/capture/src/assets/',
    'packages/demo/public/',
  ]),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A typed array read inside its loop bound is the one blessed use of `!` (docs/conventions.md).
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Numbers and booleans in messages are what error messages are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `for (let i = 0; …)` over several flat arrays at once reads better than entries().
      '@typescript-eslint/prefer-for-of': 'off',
      // `return showError(error);` ends a function early, and says so in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Closures that do nothing are how an optional callback is spelt.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      // There are no enums (erasableSyntaxOnly) and few classes, and these two compare the types of every assignment: they
      // took two thirds of the whole lint's time, 175 s of processor time against 62.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      complexity: ['error', 20],
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['packages/core/src/**/*.ts', 'packages/capture/src/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...pageAndNode] },
  },
  {
    // A whole scenario may be one long function, and a skipped suite must say so out loud.
    files: ['test/**/*.ts', '**/*.config.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': ['error', { allow: ['warn', 'info'] }],
    },
  },
);
