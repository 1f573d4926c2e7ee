export type { ByteStream, Stage } from './ByteStream';
export { collect } from './collect';
