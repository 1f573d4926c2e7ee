import { main } from './cli';
import { exitCodes } from './errors/exitCodes';

main(process.argv).catch((error: unknown) => {
  process.stderr.write(`safepoint: ${(error as Error)?.stack ?? error}\n`);
  process.exitCode = exitCodes.unexpected;
});
