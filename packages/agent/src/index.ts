/**
 * The safepoint command: what a CI job runs to back up, drill, restore and verify.
 *
 * @packageDocumentation
 */
export { main } from './cli';
export { exitCodes, exitCodeOf, type ExitCode } from './errors/exitCodes';
