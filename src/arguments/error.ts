/** A command line that means nothing. Its message is one line: what is wrong, what would be right, where to read more. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What the process should exit with: 2, or 3 (could not tell) where a monitoring system asks with `check`. */
  readonly exitCode: 2 | 3;

  constructor(message: string, exitCode: 2 | 3) {
    super(message);
    this.exitCode = exitCode;
  }
}
