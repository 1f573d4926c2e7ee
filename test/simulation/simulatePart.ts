import { simulate, type SimulationOptions } from './simulate';

// One part of a fleet in a process of its own; see scripts/simulate.
process.once('message', (options: SimulationOptions) => {
  const result = simulate({
    ...options,
    say: line => process.send?.({ line }),
  });
  process.send?.({ result }, () => process.exit(0));
});
