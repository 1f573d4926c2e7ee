import fc from 'fast-check';
import { BoundedTasks } from './BoundedTasks';

describe('BoundedTasks', () => {
  it('never runs more than the limit allows, except one alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 }),
        async weights => {
          const limit = 20;
          const running: number[] = [];
          const done: number[] = [];
          const tasks = new BoundedTasks(limit, () => undefined);
          for (const weight of weights) {
            await tasks.start(weight, async () => {
              running.push(weight);
              const sum = running.reduce((all, one) => all + one, 0);
              expect(running.length === 1 || sum <= limit).toBe(true);
              await new Promise(setImmediate);
              running.splice(running.indexOf(weight), 1);
              done.push(weight);
            });
          }
          await tasks.finish();
          expect(done.length).toBe(weights.length);
        },
      ),
    );
  });

  it('starts nothing after a failure, and tells it', async () => {
    const told: unknown[] = [];
    const tasks = new BoundedTasks(1, error => told.push(error));
    await tasks.start(1, () => Promise.reject(new Error('first')));
    await expect(tasks.start(1, async () => {})).rejects.toThrow('first');
    await expect(tasks.finish()).rejects.toThrow('first');
    expect(told).toEqual([expect.objectContaining({ message: 'first' })]);
  });
});
