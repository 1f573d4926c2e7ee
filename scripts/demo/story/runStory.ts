import { describeError } from '../../bootstrap/explainedError.mjs';
import { seconds } from '../../bootstrap/progress.mjs';
import type { Step, StoryContext } from './Step';

const stillRunningMilliseconds = 5000;

/**
 * Plays the steps in their order and records each one's duration and outcome. After one that failed the
 * rest is not run: they build on each other. An abort is no failure of a step; it is thrown.
 */
export async function runStory(
  steps: Step[],
  context: StoryContext,
): Promise<void> {
  let failed = false;
  for (const [index, step] of steps.entries()) {
    const record = {
      name: step.name,
      durationSeconds: 0,
      outcome: 'not run' as 'held' | 'failed' | 'not run',
      error: undefined as string | undefined,
    };
    context.result.steps.push(record);
    if (failed) continue;

    const number = `${index + 1}/${steps.length}`;
    const started = performance.now();
    const elapsed = () => seconds(performance.now() - started);
    const timer = setInterval(
      () => context.say(`… ${number} ${step.name}: ${elapsed()}`),
      stillRunningMilliseconds,
    );
    try {
      context.signal.throwIfAborted();
      await step.run(context);
      record.outcome = 'held';
      context.say(`✓ ${number} ${step.name} (${elapsed()})`);
    } catch (error) {
      context.signal.throwIfAborted();
      failed = true;
      record.outcome = 'failed';
      record.error = describeError(error);
      context.say(`✗ ${number} ${step.name} (${elapsed()})\n${record.error}`);
    } finally {
      clearInterval(timer);
      record.durationSeconds = (performance.now() - started) / 1000;
    }
  }
  context.result.held = !failed;
}
