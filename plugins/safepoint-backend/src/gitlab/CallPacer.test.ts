import { CallPacer, type CallTrouble } from './CallPacer';
import { GitLabError } from './GitLabError';

describe('CallPacer', () => {
  let now: Date;
  let pauses: CallTrouble[];
  let pacer: CallPacer;

  beforeEach(() => {
    now = new Date('2026-11-23T12:00:00Z');
    pauses = [];
    pacer = new CallPacer({
      now: () => now,
      onPause: trouble => pauses.push(trouble),
    });
  });

  const fail = (...error: ConstructorParameters<typeof GitLabError>) =>
    jest.fn().mockRejectedValue(new GitLabError(...error));
  const throttled = () =>
    fail('GitLab answered 429', 'throttled', 429, 30) as () => Promise<void>;
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  it('makes no call until GitLab wants to be asked again, and then it does', async () => {
    await expect(pacer.run('create', throttled())).rejects.toThrow('429');
    const call = jest.fn().mockResolvedValue('made');
    pass(29);
    await expect(pacer.run('create', call)).rejects.toMatchObject({
      effect: 'not-sent',
      retryAfterSeconds: 1,
    });
    expect(call).not.toHaveBeenCalled();
    pass(1);
    expect(await pacer.run('create', call)).toBe('made');
    expect(pacer.troubles).toEqual([]);
  });

  it('keeps nobody else waiting', async () => {
    await expect(pacer.run('create', throttled())).rejects.toThrow('429');
    expect(await pacer.run('job', async () => 'running')).toBe('running');
  });

  it('tells of a pause when it begins, and since when there is trouble', async () => {
    const lost = fail('GitLab answered 502', 'lost', 502);
    for (let failure = 0; failure < 3; failure += 1) {
      await expect(pacer.run('look-up', lost)).rejects.toThrow('502');
      pass(1);
    }
    expect(pauses).toEqual([
      expect.objectContaining({
        kind: 'look-up',
        reason: 'GitLab answered 502',
        since: new Date('2026-11-23T12:00:00Z'),
        pausedUntil: new Date('2026-11-23T12:00:07Z'),
      }),
    ]);
  });

  it('takes a refusal for an answer', async () => {
    const lost = fail('GitLab answered 502', 'lost', 502);
    await expect(pacer.run('look-up', lost)).rejects.toThrow('502');
    const refused = fail('GitLab answered 404', 'refused', 404);
    await expect(pacer.run('look-up', refused)).rejects.toThrow('404');
    expect(pacer.troubles).toEqual([]);
  });
});
