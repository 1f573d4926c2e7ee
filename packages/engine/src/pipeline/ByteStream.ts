/**
 * Bytes that are pulled by the reader, which is what gives every pipeline back-pressure. A Node
 * `Readable` is one. Chunks may be of any size and belong to the reader.
 *
 * @public
 */
export type ByteStream = AsyncIterable<Uint8Array>;

/** One step of a pipeline; `stream/promises` `pipeline` takes it as it is. @public */
export type Stage = (source: ByteStream) => AsyncGenerator<Uint8Array>;
