import { InputError } from '@backstage/errors';

/** Collects what readers throw. What `attempt` returns after a failure is never used: the end throws. */
export class ConfigProblems {
  readonly #messages: string[] = [];

  add(message: string) {
    this.#messages.push(message);
  }

  attempt<T>(reader: () => T): T {
    try {
      return reader();
    } catch (error) {
      this.add(error instanceof Error ? error.message : String(error));
      return undefined as T;
    }
  }

  throwIfAny() {
    if (this.#messages.length === 0) return;
    throw new InputError(
      `The configuration of Safepoint has ${
        this.#messages.length === 1
          ? 'a problem'
          : `${this.#messages.length} problems`
      }:\n${this.#messages.map(message => `- ${message}`).join('\n')}`,
    );
  }
}
