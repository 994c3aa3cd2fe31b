/** LiteRT's loader, wrapped by scripts/assets.mjs: git-ignored, and absent until that has run. */
declare module '*.glue.js' {
  /** Node passes what a CommonJS module would have; a browser passes nothing. */
  export function makeModuleFactory(commonJs?: {
    readonly require: unknown;
    readonly __dirname: string;
    readonly __filename: string;
  }): unknown;
}
