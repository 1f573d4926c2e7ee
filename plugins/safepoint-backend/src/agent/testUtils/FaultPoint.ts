import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';

const writes = [
  'createObject',
  'startUpload',
  'completeUpload',
  'abortUpload',
  'deleteObject',
];

/**
 * Dies at one moment: before or after the n-th write to storage or commit to the database. Once dead it
 * stays dead, as a process does.
 */
export class FaultPoint {
  /** Moments passed so far. */
  passed = 0;
  dead = false;

  /** @param at - 0 is before the first write, 1 after it, 2 before the second and so on */
  constructor(private readonly at: number, private readonly die: () => void) {}

  wrapStorage(storage: Storage): Storage {
    return new Proxy(storage, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = value.bind(target);
        return writes.includes(String(name))
          ? (...inputs: unknown[]) => this.#around(() => method(...inputs))
          : method;
      },
    });
  }

  wrapDatabase(knex: Knex): Knex {
    return new Proxy(knex, {
      get: (target, name) =>
        name === 'transaction'
          ? (work: (trx: Knex.Transaction) => Promise<unknown>) =>
              this.#around(() => target.transaction(work))
          : Reflect.get(target, name, target),
    });
  }

  async #around<T>(work: () => Promise<T>): Promise<T> {
    this.#pass();
    const result = await work();
    this.#pass();
    return result;
  }

  #pass() {
    if (this.dead) throw new Error('This process is dead.');
    if (this.passed === this.at) {
      this.dead = true;
      this.die();
    }
    this.passed += 1;
  }
}
