/** Runs one command and returns the exit code. The commands arrive with their own change. */
export function main(_args: readonly string[]): number {
  process.stderr.write('cli/no-command: No command is available yet\n');
  return 1;
}
