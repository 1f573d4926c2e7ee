import { runStory } from './runStory';
import { Parts, type Step, type StoryContext } from './Step';

function makeContext() {
  const controller = new AbortController();
  const said: string[] = [];
  const context = {
    signal: controller.signal,
    parts: new Parts(),
    result: { held: false, portalUrl: '', steps: [], recoveryPoints: [] },
    say: line => said.push(line),
  } as Partial<StoryContext> as StoryContext;
  return { controller, context, said };
}

const step = (name: string, run: () => void = () => {}): Step => ({
  name,
  run: async () => run(),
});

describe('runStory', () => {
  it('plays all steps in their order and says that each held', async () => {
    const { context, said } = makeContext();
    await runStory([step('a gate'), step('a restore')], context);
    expect(context.result.held).toBe(true);
    expect(context.result.steps).toEqual([
      expect.objectContaining({ name: 'a gate', outcome: 'held' }),
      expect.objectContaining({ name: 'a restore', outcome: 'held' }),
    ]);
    expect(said[1]).toMatch(/^✓ 2\/2 a restore \(/);
  });

  it('stops at the step that fails, names the reason, and lists the rest as not run', async () => {
    const { context } = makeContext();
    const fail = () => {
      throw new Error('the row is gone');
    };
    const never = jest.fn();
    await runStory([step('a'), step('b', fail), step('c', never)], context);
    expect(never).not.toHaveBeenCalled();
    expect(context.result).toMatchObject({
      held: false,
      steps: [
        { outcome: 'held' },
        {
          outcome: 'failed',
          error: expect.stringContaining('the row is gone'),
        },
        { outcome: 'not run' },
      ],
    });
  });

  it('throws when it is stopped, and blames no step', async () => {
    const { context, controller } = makeContext();
    const stop = () => {
      controller.abort(new Error('Ctrl-C'));
      throw new Error('a consequence');
    };
    await expect(runStory([step('a', stop)], context)).rejects.toThrow(
      'Ctrl-C',
    );
    expect(context.result.held).toBe(false);
  });
});

describe('Parts', () => {
  it('names what no step has set', () => {
    expect(() => new Parts().get('gitlab')).toThrow('"gitlab"');
  });
});
