/** The last lines that LiteRT wrote. It prints some fifty to the console on a good day, where they would only alarm. */
export class RuntimeLog {
  readonly #lines: string[] = [];
  #unresolved: string | undefined;

  write(line: string): void {
    // An operation that LiteRT does not have is no error to it: the model runs and gives garbage.
    if (/unresolved custom op/i.test(line)) this.#unresolved ??= line;
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }

  /** The line that names an operation which no model may need; undefined while all is well. */
  get unresolved(): string | undefined {
    return this.#unresolved;
  }

  /** What was written last, for an error's details. */
  tail(): string {
    return this.#lines.slice(-TAIL_LINES).join('\n');
  }
}

const MAX_LINES = 100;
const TAIL_LINES = 5;
