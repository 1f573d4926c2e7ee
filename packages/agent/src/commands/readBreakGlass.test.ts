import { readBreakGlass } from './readBreakGlass';

it.each([
  ['the flag', 'by flag', { SAFEPOINT_BREAK_GLASS: 'by variable' }, 'by flag'],
  [
    'the variable',
    undefined,
    { SAFEPOINT_BREAK_GLASS: 'by variable' },
    'by variable',
  ],
  [
    'no more than an empty variable',
    undefined,
    { SAFEPOINT_BREAK_GLASS: '' },
    undefined,
  ],
  ['nothing', undefined, {}, undefined],
])('takes the reason from %s', (_, flag, variables, expected) => {
  expect(readBreakGlass(flag, variables, 'pre-deploy')).toBe(expected);
});

it('leaves an empty flag to the judgement of the portal', () => {
  expect(readBreakGlass('', {}, 'pre-deploy')).toBe('');
});

it('is for the gate only', () => {
  const variables = { SAFEPOINT_BREAK_GLASS: 'a pipeline-wide variable' };
  expect(readBreakGlass(undefined, variables, 'baseline')).toBeUndefined();
  expect(() => readBreakGlass('because', {}, 'manual')).toThrow(
    /--trigger pre-deploy only/,
  );
});
