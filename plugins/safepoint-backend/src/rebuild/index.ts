export { IndexRebuilder, type IndexRebuilderOptions } from './IndexRebuilder';
