import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type OnReadOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sharedBlocks } from '../pipeline/BlockPool';

const blockBytes = 1024 * 1024;

/** @public */
export interface BlockPipe {
  /** For the `stdio` of one child; close the own copy once the child has started. */
  writeEnd: Socket;
  /** What was written, in blocks of the shared pool, as long as somebody reads. */
  blocks: Readable;
}

/** What comes through a local socket, in blocks of the shared pool. */
class SocketBlocks extends Readable {
  readonly #socket: Socket;
  #block?: Buffer;
  #filled = 0;

  constructor(path: string) {
    // In object mode, because otherwise a reader gets several waiting blocks joined to a new one.
    super({ objectMode: true, highWaterMark: 1 });
    const onread: OnReadOpts = {
      buffer: () => this.#room(),
      callback: bytesRead => this.#take(bytesRead),
    };
    this.#socket = connect({ path, onread });
    this.#socket.once('error', error => this.destroy(error));
    this.#socket.once('end', () => {
      if (this.#filled > 0) this.#hand();
      this.push(null);
    });
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _destroy(
    error: Error | null,
    callback: (error?: Error | null) => void,
  ): void {
    this.#socket.destroy();
    callback(error);
  }

  #room(): Buffer {
    this.#block ??= sharedBlocks.take(blockBytes);
    return this.#block.subarray(this.#filled);
  }

  /** Answers false when nothing more is to be read for now. */
  #take(bytesRead: number): boolean {
    this.#filled += bytesRead;
    return this.#filled < blockBytes || this.#hand();
  }

  #hand(): boolean {
    const part = this.#block!.subarray(0, this.#filled);
    this.#block = undefined;
    this.#filled = 0;
    return this.push(part);
  }
}

/**
 * A pipe to read what a tool writes, straight into blocks that are used again. Node's own pipes allocate
 * 64 KiB for each read, which at a gigabyte is a full garbage collection every tenth of a second.
 *
 * A socket in a folder that only this user may enter, gone before anything is written.
 *
 * @public
 */
export async function openBlockPipe(
  temporaryFolder = tmpdir(),
): Promise<BlockPipe> {
  const folder = await mkdtemp(join(temporaryFolder, 'safepoint-'));
  const server = createServer({ pauseOnConnect: true });
  try {
    const path = join(folder, 'pipe');
    server.listen(path);
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const blocks = new SocketBlocks(path);
    const [writeEnd] = await accepted;
    return { writeEnd, blocks };
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
