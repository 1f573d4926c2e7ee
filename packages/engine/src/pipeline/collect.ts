import type { ByteStream } from './ByteStream';

/** Everything that a stream holds; for tests and small streams. @public */
export async function collect(stream: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
