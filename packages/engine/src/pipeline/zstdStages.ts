import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createZstdDecompress, zstdCompress } from 'node:zlib';
import { SafepointError } from '../errors/SafepointError';
import { BlockPool } from './BlockPool';
import type { ByteStream } from './ByteStream';
import { cutBlocks } from './cutBlocks';

const compressFrame = promisify(zstdCompress);
const frameBytes = 4 * 1024 * 1024;

/**
 * Compresses in frames of 4 MiB, two at a time on other threads and in order: Node's zstd streams use
 * one thread only. Frames one after the other are a zstd file, which the `zstd` command reads. Each carries
 * the checksum of its plain bytes, and whoever decompresses it compares that. An empty stream becomes one
 * empty frame, since a file of no bytes is no zstd file.
 *
 * @public
 */
export async function* zstdCompressStage(
  source: ByteStream,
  options: { level?: number; framesAtOnce?: number } = {},
): AsyncGenerator<Buffer> {
  const { level = 3, framesAtOnce = 2 } = options;
  const compression = {
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
    chunkSize: 256 * 1024,
  };
  const pool = new BlockPool();
  const running: Promise<Buffer>[] = [];
  let isEmpty = true;
  const start = (block: Buffer) => {
    const frame = compressFrame(block, compression);
    // If an earlier frame or the source fails, nobody waits for this one.
    frame.then(() => pool.give(block)).catch(() => undefined);
    running.push(frame);
    isEmpty = false;
  };
  for await (const block of cutBlocks(source, () => frameBytes, pool)) {
    start(block);
    if (running.length > framesAtOnce) {
      yield await running.shift()!;
    }
  }
  if (isEmpty) {
    start(Buffer.alloc(0));
  }
  for (const frame of running) {
    yield await frame;
  }
}

/**
 * Decompresses any zstd file, of one frame or many. Throws `object-corrupt` where it is none or breaks
 * off; an error of `source` passes unchanged.
 *
 * @public
 */
export async function* zstdDecompressStage(
  source: ByteStream,
): AsyncGenerator<Buffer> {
  const decompress = createZstdDecompress({ chunkSize: 256 * 1024 });
  const feeding = pipeline(
    Readable.from(source, { objectMode: false }),
    decompress,
  );
  feeding.catch(() => undefined);
  try {
    yield* decompress;
    await feeding;
  } catch (error) {
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  const code = (error as { code?: string } | undefined)?.code ?? '';
  if (!/^(ZSTD_|Z_BUF_ERROR|Z_DATA_ERROR)/.test(code)) {
    return error;
  }
  return new SafepointError({
    kind: 'object-corrupt',
    message:
      'The stored object decrypts but does not decompress: it was not written by Safepoint, or not to its end. Use another recovery point.',
    cause: error,
  });
}
