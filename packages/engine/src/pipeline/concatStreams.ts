import type { ByteStream } from './ByteStream';

/** First these bytes, then that stream. */
export async function* concatStreams(
  first: Uint8Array,
  rest: ByteStream,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
