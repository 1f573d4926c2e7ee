import { SafepointError } from '@safepoint/engine';
import { RowSummer, type TableSum } from './rows/RowSummer';

const ROWS_BLOCK = 1;
const LARGE_OBJECTS_BLOCK = 3;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const DOT = 0x2e;

type State =
  | 'block-type'
  | 'block-id'
  | 'large-object-id'
  | 'chunk-length'
  | 'chunk';

function notUnderstood(message: string): SafepointError {
  return new SafepointError({
    kind: 'dump-not-understood',
    message: `The output of pg_dump cannot be read: ${message}`,
  });
}

/**
 * Walks the data blocks of a custom-format archive (`_StartData` to `_EndLOs` in PostgreSQL's
 * pg_backup_custom.c) and sums up each table, over buffers that end anywhere:
 *
 * - a block: byte type, int dumpId, then chunks: int length and bytes, until length 0;
 * - rows (type 1) are COPY text: one row per line, and `\.` ends the table. pg_dump 12 to 18 writes one
 *   chunk per row; a row is found by its newline, so nothing depends on that;
 * - large objects (type 3): int oid and the chunks of its content, until oid 0.
 */
export class ArchiveDataScanner {
  /** Of each block that has ended. */
  readonly sums = new Map<number, TableSum>();
  private state: State = 'block-type';
  private blockType = 0;
  private dumpId = 0;
  private chunkRemaining = 0;
  private readonly rows = new RowSummer();
  private rowLength = 0; // counted up to 2
  private rowBegin = 0; // first two bytes of the row, to know the end marker in pieces
  private pieceBytes = 0;
  private endOfRows = false;
  private largeObject = false;
  private readonly integer = Buffer.alloc(5);
  private integerLength = 0;

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += RowSummer.capacity) {
      const piece = bytes.subarray(at, at + RowSummer.capacity);
      const { start, end } = this.rows.load(piece);
      this.scan(start, end);
    }
  }

  private scan(start: number, end: number): void {
    const { memory } = this.rows;
    let position = start;
    while (position < end) {
      if (this.mayTakeLines()) position = this.rows.takeLines(position, end);
      if (position === end) return;
      if (this.state === 'chunk') {
        const take = Math.min(this.chunkRemaining, end - position);
        this.takeChunk(position, position + take);
        position += take;
        this.chunkRemaining -= take;
        if (this.chunkRemaining === 0) this.state = 'chunk-length';
      } else if (this.state === 'block-type') {
        this.startBlockOf(memory[position++]);
      } else {
        this.integer[this.integerLength++] = memory[position++];
        if (this.integerLength === 5) {
          this.integerLength = 0;
          this.takeInteger(this.integer[0], this.integer.readUInt32LE(1));
        }
      }
    }
  }

  /** At the beginning of a chunk of rows, with no row under way. */
  private mayTakeLines(): boolean {
    return (
      this.state === 'chunk-length' &&
      this.integerLength === 0 &&
      this.rowLength === 0 &&
      !this.endOfRows &&
      !this.largeObject
    );
  }

  /** Throws unless the archive ended where one may end. */
  finish(): void {
    if (this.state !== 'block-type') {
      throw notUnderstood('it ends in the middle of a block.');
    }
  }

  private takeInteger(sign: number, value: number): void {
    if (sign !== 0) throw notUnderstood('it has a negative length.');
    if (this.state === 'block-id') this.startBlock(value);
    else if (this.state === 'large-object-id') this.startLargeObject(value);
    else if (value > 0) {
      this.chunkRemaining = value;
      this.state = 'chunk';
    } else this.endChunks();
  }

  private startBlockOf(type: number): void {
    if (type !== ROWS_BLOCK && type !== LARGE_OBJECTS_BLOCK) {
      throw notUnderstood(`it has a block of type ${type}.`);
    }
    this.blockType = type;
    this.state = 'block-id';
  }

  private startBlock(dumpId: number): void {
    this.dumpId = dumpId;
    if (this.sums.has(dumpId)) {
      throw notUnderstood(`the data of entry ${dumpId} comes twice.`);
    }
    this.rows.beginTable();
    this.rowLength = 0;
    this.pieceBytes = 0;
    this.endOfRows = false;
    this.largeObject = this.blockType === LARGE_OBJECTS_BLOCK;
    this.state = this.largeObject ? 'large-object-id' : 'chunk-length';
  }

  private endBlock(): void {
    const sum = this.rows.sum();
    this.sums.set(this.dumpId, { ...sum, bytes: sum.bytes + this.pieceBytes });
    this.state = 'block-type';
  }

  private startLargeObject(oid: number): void {
    if (oid === 0) {
      this.endBlock();
      return;
    }
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(oid);
    this.rows.takeOwn(prefix);
    this.state = 'chunk-length';
  }

  private endChunks(): void {
    if (this.largeObject) {
      this.rows.endRow();
      this.state = 'large-object-id';
      return;
    }
    if (!this.endOfRows) {
      throw notUnderstood(
        `the rows of entry ${this.dumpId} end without their end marker.`,
      );
    }
    this.endBlock();
  }

  private takeChunk(start: number, end: number): void {
    if (this.largeObject) {
      this.pieceBytes += end - start;
      this.rows.takePiece(start, end);
      return;
    }
    let position = start;
    while (position < end && !this.endOfRows) {
      const newline = this.rows.memory.indexOf(NEWLINE, position);
      const rowEnds = newline >= 0 && newline < end;
      const rowEnd = rowEnds ? newline : end;
      this.takeRowPiece(position, rowEnd);
      if (rowEnds) this.endLine();
      position = rowEnds ? rowEnd + 1 : rowEnd;
    }
  }

  private takeRowPiece(start: number, end: number): void {
    // Only `\.` itself begins so: COPY doubles a backslash of the data that stands before a dot.
    for (let at = start; this.rowLength < 2 && at < end; at++) {
      this.rowBegin = (this.rowBegin << 8) | this.rows.memory[at];
      this.rowLength += 1;
    }
    this.pieceBytes += end - start;
    this.rows.takePiece(start, end);
  }

  private endLine(): void {
    const marker =
      this.rowLength === 2 &&
      (this.rowBegin & 0xffff) === ((BACKSLASH << 8) | DOT);
    if (marker) {
      this.pieceBytes -= 2;
      this.rows.dropRow();
      this.endOfRows = true;
    } else {
      this.rows.endRow();
      this.pieceBytes += 1;
    }
    this.rowLength = 0;
    this.rowBegin = 0;
  }
}
