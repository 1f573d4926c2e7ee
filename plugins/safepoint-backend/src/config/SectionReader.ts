import type { Config } from '@backstage/config';
import type { ConfigProblems } from './ConfigProblems';

/**
 * Reads one section below `safepoint`. It adds each of its problems, by the name of the key and
 * without any secret, to `problems`; what it returns counts only if there are none at the end.
 */
export type SectionReader<T> = (config: Config, problems: ConfigProblems) => T;
