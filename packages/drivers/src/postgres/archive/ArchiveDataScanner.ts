import { SafepointError } from '@safepoint/engine';
import { RowHasher } from './RowHasher';
import { RowSum } from './RowSum';

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
  readonly sums = new Map<number, RowSum>();
  private state: State = 'block-type';
  private blockType = 0;
  private dumpId = 0;
  private sum = new RowSum();
  private chunkRemaining = 0;
  private readonly hasher = new RowHasher();
  private rowLength = 0;
  private rowBegin = 0; // first three bytes of the row, to know the end marker in pieces
  private endOfRows = false;
  private largeObject = false;
  private readonly integer = Buffer.alloc(5);
  private integerLength = 0;

  push(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = bytes.length;
    let position = 0;
    while (position < end) {
      if (this.state === 'chunk') {
        const take = Math.min(this.chunkRemaining, end - position);
        if (!this.takeLine(view, bytes, position, position + take)) {
          this.takeChunk(view, bytes, position, position + take);
        }
        position += take;
        this.chunkRemaining -= take;
        if (this.chunkRemaining === 0) this.state = 'chunk-length';
      } else if (this.state === 'block-type') {
        this.blockType = bytes[position++];
        if (
          this.blockType !== ROWS_BLOCK &&
          this.blockType !== LARGE_OBJECTS_BLOCK
        ) {
          throw notUnderstood(`it has a block of type ${this.blockType}.`);
        }
        this.state = 'block-id';
      } else if (this.integerLength === 0 && end - position >= 5) {
        this.takeInteger(bytes[position], view.getUint32(position + 1, true));
        position += 5;
      } else {
        this.integer[this.integerLength++] = bytes[position++];
        if (this.integerLength === 5) {
          this.integerLength = 0;
          this.takeInteger(this.integer[0], this.integer.readUInt32LE(1));
        }
      }
    }
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

  private startBlock(dumpId: number): void {
    this.dumpId = dumpId;
    if (this.sums.has(dumpId)) {
      throw notUnderstood(`the data of entry ${dumpId} comes twice.`);
    }
    this.sum = new RowSum();
    this.sums.set(dumpId, this.sum);
    this.hasher.reset();
    this.rowLength = 0;
    this.endOfRows = false;
    this.largeObject = this.blockType === LARGE_OBJECTS_BLOCK;
    this.state = this.largeObject ? 'large-object-id' : 'chunk-length';
  }

  private startLargeObject(oid: number): void {
    if (oid === 0) {
      this.state = 'block-type';
      return;
    }
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(oid);
    const view = new DataView(prefix.buffer, prefix.byteOffset, 4);
    this.hasher.update(view, prefix, 0, 4);
    this.state = 'chunk-length';
  }

  private endChunks(): void {
    if (this.largeObject) {
      this.endRow();
      this.state = 'large-object-id';
      return;
    }
    if (!this.endOfRows) {
      throw notUnderstood(
        `the rows of entry ${this.dumpId} end without their end marker.`,
      );
    }
    this.state = 'block-type';
  }

  /** The common case: the rest of the chunk is here, it is one row, and no row has begun before it. */
  private takeLine(
    view: DataView,
    bytes: Buffer,
    start: number,
    end: number,
  ): boolean {
    if (
      this.largeObject ||
      this.rowLength > 0 ||
      this.endOfRows ||
      end - start !== this.chunkRemaining ||
      bytes[end - 1] !== NEWLINE ||
      (bytes[start] === BACKSLASH && bytes[start + 1] === DOT)
    ) {
      return false;
    }
    const isOneRow = this.hasher.hashLine(view, start, end - 1);
    if (isOneRow) {
      this.sum.add(this.hasher);
      this.sum.bytes += end - start;
    }
    this.hasher.reset();
    return isOneRow;
  }

  private takeChunk(
    view: DataView,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    if (this.largeObject) {
      this.sum.bytes += end - start;
      this.hasher.update(view, bytes, start, end);
      return;
    }
    let position = start;
    while (position < end && !this.endOfRows) {
      const newline = bytes.indexOf(NEWLINE, position);
      const rowEnds = newline >= 0 && newline < end;
      const rowEnd = rowEnds ? newline : end;
      this.takeRowPiece(view, bytes, position, rowEnd);
      if (rowEnds) this.endLine();
      position = rowEnds ? rowEnd + 1 : rowEnd;
    }
  }

  private takeRowPiece(
    view: DataView,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    // Only `\.` itself begins so: COPY doubles a backslash of the data that stands before a dot.
    for (let at = start; this.rowLength < 2 && at < end; at++) {
      this.rowBegin = (this.rowBegin << 8) | bytes[at];
      this.rowLength += 1;
    }
    this.sum.bytes += end - start;
    this.hasher.update(view, bytes, start, end);
  }

  private endLine(): void {
    const marker =
      this.rowLength === 2 &&
      (this.rowBegin & 0xffff) === ((BACKSLASH << 8) | DOT);
    if (marker) {
      this.sum.bytes -= 2;
      this.hasher.reset();
      this.endOfRows = true;
    } else {
      this.endRow();
      this.sum.bytes += 1;
    }
    this.rowLength = 0;
    this.rowBegin = 0;
  }

  private endRow(): void {
    this.hasher.finish();
    this.sum.add(this.hasher);
    this.hasher.reset();
  }
}
