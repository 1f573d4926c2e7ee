import { rowsModule } from './rowsModule';

/** What `rows.wat` exports. */
interface RowsExports {
  memory: WebAssembly.Memory;
  rows: WebAssembly.Global<'i64'>;
  bytes: WebAssembly.Global<'i64'>;
  sum1: WebAssembly.Global<'i64'>;
  sum2: WebAssembly.Global<'i64'>;
  beginRow(): void;
  takePiece(at: number, end: number): void;
  endRow(): void;
  takeLines(at: number, end: number): number;
}

/** What is known of a table when its last row has passed. */
export interface TableSum {
  rows: number;
  bytes: number;
  /** Hexadecimal; equal for the same rows in any order. */
  hash: string;
}

const chunkStart = 64;
let compiled: WebAssembly.Module | undefined;

function instantiate(): RowsExports {
  compiled ??= new WebAssembly.Module(Buffer.from(rowsModule, 'base64'));
  return new WebAssembly.Instance(compiled).exports as unknown as RowsExports;
}

function hex(word: bigint): string {
  return BigInt.asUintN(64, word).toString(16).padStart(16, '0');
}

/**
 * Sums up the hashes of a table's rows, in any order the same. A sum, because XOR would not see two equal
 * rows that came or went. What it hashes lies in its own memory: positions are those of `memory`, and
 * `load` brings bytes there.
 *
 * In WebAssembly, because the hash is made of 64-bit multiplications: a quarter of the time of the best
 * loop in JavaScript, which was an eighth of a whole backup.
 */
export class RowSummer {
  /** The most bytes that can be loaded at once. */
  static readonly capacity = 1024 * 1024;

  readonly memory: Buffer;
  readonly #module = instantiate();

  constructor() {
    this.memory = Buffer.from(this.#module.memory.buffer);
  }

  /** Copies a chunk to where it can be read until the next one is loaded. */
  load(chunk: Uint8Array): { start: number; end: number } {
    this.memory.set(chunk, chunkStart);
    return { start: chunkStart, end: chunkStart + chunk.length };
  }

  beginTable(): void {
    const { rows, bytes, sum1, sum2 } = this.#module;
    for (const total of [rows, bytes, sum1, sum2]) total.value = 0n;
    this.#module.beginRow();
  }

  /**
   * From the beginning of a chunk of rows on: takes each chunk that is one row and whole. Answers where it
   * came to something else, or `end`.
   */
  takeLines(at: number, end: number): number {
    return this.#module.takeLines(at, end);
  }

  /** Takes a piece of a row, which is not ended by that. */
  takePiece(at: number, end: number): void {
    this.#module.takePiece(at, end);
  }

  /** Takes bytes of a row that do not come from a chunk; at most 16. */
  takeOwn(bytes: Uint8Array): void {
    const scratch = chunkStart - 32;
    this.memory.set(bytes, scratch);
    this.#module.takePiece(scratch, scratch + bytes.length);
  }

  endRow(): void {
    this.#module.endRow();
  }

  /** Forgets the pieces of the row under way. */
  dropRow(): void {
    this.#module.beginRow();
  }

  /** Of all rows since `beginTable`; `bytes` are those of `takeLines` only. */
  sum(): TableSum {
    const { rows, bytes, sum1, sum2 } = this.#module;
    return {
      rows: Number(rows.value),
      bytes: Number(bytes.value),
      hash: hex(sum1.value) + hex(sum2.value),
    };
  }
}
