export type { ByteStream, Stage } from './ByteStream';
