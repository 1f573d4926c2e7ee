import { SafepointError } from '@safepoint/engine';

/** More than any real table of contents (100,000 objects take about 50 MB); a bound for hostile input. */
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Reads the head of an archive from chunks that end anywhere. Its readers are generators: each `yield`
 * asks the caller to `append` another chunk.
 */
export class ByteReader {
  private buffer: Buffer = Buffer.alloc(0);
  private position = 0;
  private consumed = 0;

  append(chunk: Buffer): void {
    this.buffer =
      this.position === this.buffer.length
        ? chunk
        : Buffer.concat([this.buffer.subarray(this.position), chunk]);
    this.position = 0;
  }

  /** What was appended and not read. */
  rest(): Buffer {
    return this.buffer.subarray(this.position);
  }

  *bytes(count: number): Generator<void, Buffer, void> {
    this.consumed += count;
    if (count < 0 || this.consumed > MAX_BYTES) {
      throw new SafepointError({
        kind: 'dump-not-understood',
        message: `The head of the archive asks for ${count} bytes at once; it is damaged or no pg_dump archive.`,
      });
    }
    const pieces: Buffer[] = [];
    let missing = count;
    while (this.buffer.length - this.position < missing) {
      const piece = this.buffer.subarray(this.position);
      pieces.push(Buffer.from(piece)); // a copy: the memory of a chunk is used again
      missing -= piece.length;
      this.position = this.buffer.length;
      yield;
    }
    pieces.push(this.buffer.subarray(this.position, this.position + missing));
    this.position += missing;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, count);
  }

  *byte(): Generator<void, number, void> {
    return (yield* this.bytes(1))[0];
  }

  /** A sign byte and four little-endian bytes. */
  *integer(): Generator<void, number, void> {
    const bytes = yield* this.bytes(5);
    const value = bytes.readUInt32LE(1);
    return bytes[0] === 0 ? value : -value;
  }

  /** A length and bytes; length -1 is no string. */
  *text(): Generator<void, string | undefined, void> {
    const length = yield* this.integer();
    if (length < 0) return undefined;
    return (yield* this.bytes(length)).toString('utf8');
  }
}
