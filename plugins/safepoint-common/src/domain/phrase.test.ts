import {
  deploymentPart,
  durationPart,
  momentPart,
  phrase,
  phraseText,
  recoveryPointPart,
} from './phrase';

const moment = new Date('2026-03-10T12:00:00Z');

describe('phrase', () => {
  it('keeps what the pieces stand for, also of a phrase within a phrase', () => {
    const inner = phrase`deployment ${deploymentPart(
      'D1',
    )}, which started ${momentPart(moment, 'at')}`;
    expect(phrase`Data may be damaged by ${inner}.`).toEqual([
      { text: 'Data may be damaged by ' },
      { text: 'deployment ' },
      { text: 'D1', deploymentId: 'D1' },
      { text: ', which started ' },
      {
        text: 'at 2026-03-10T12:00:00.000Z',
        moment: '2026-03-10T12:00:00.000Z',
      },
      { text: '.' },
    ]);
  });

  it('says the same as text', () => {
    expect(
      phraseText(
        phrase`${'Point'} ${recoveryPointPart('P1')} is ${durationPart(
          93_600,
        )} old since ${momentPart(moment)}.`,
      ),
    ).toBe('Point P1 is 1 day 2 hours old since 2026-03-10T12:00:00.000Z.');
  });
});
