import { createRequire } from 'node:module';

interface Report {
  readonly issues: {
    readonly numErrors: number;
    readonly messages: readonly {
      readonly code: string;
      readonly severity: number;
      readonly message: string;
      readonly pointer?: string;
    }[];
  };
}

// The package has no types and is CommonJS.
const validator = createRequire(import.meta.url)('gltf-validator') as {
  validateBytes(bytes: Uint8Array, options?: { readonly maxIssues?: number }): Promise<Report>;
};

/** Every error that the Khronos validator finds, as `CODE at /place: message`. */
export function gltfErrors(glb: Uint8Array): Promise<string[]> {
  return issuesOf(glb, 0);
}

/** Every error and every warning. */
export function gltfProblems(glb: Uint8Array): Promise<string[]> {
  return issuesOf(glb, 1);
}

async function issuesOf(glb: Uint8Array, mildest: number): Promise<string[]> {
  const { issues } = await validator.validateBytes(glb, { maxIssues: 10_000 });
  return issues.messages
    .filter(({ severity }) => severity <= mildest)
    .map(({ code, message, pointer }) => `${code} at ${pointer ?? ''}: ${message}`);
}
