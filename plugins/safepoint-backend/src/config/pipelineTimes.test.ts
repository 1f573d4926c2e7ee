import { ConfigReader } from '@backstage/config';
import { readPipelineTimes } from './pipelineTimes';

const read = (pipelines?: object) =>
  readPipelineTimes(
    new ConfigReader({ ...(pipelines && { pipelines }) } as object),
  );

it('has patience for two minutes, and for an hour', () => {
  expect(read()).toEqual({ settleForSeconds: 120, giveUpAfterSeconds: 3_600 });
  expect(read({ settleFor: 'PT5M', giveUpAfter: { hours: 2 } })).toEqual({
    settleForSeconds: 300,
    giveUpAfterSeconds: 7_200,
  });
});

it.each([
  [{ settleFor: { seconds: 29 } }, /at least 30 seconds/],
  [{ settleFor: 'PT10M', giveUpAfter: 'PT15M' }, /twice as long/],
])('refuses %j', (pipelines, message) => {
  expect(() => read(pipelines)).toThrow(message);
});
