/** A configuration that the program cannot start with. Its message is one line: file, line, key, what is wrong, what would be right. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
