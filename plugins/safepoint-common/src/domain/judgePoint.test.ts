import { judgePoint, type PointVerdict } from './judgePoint';

const now = new Date('2026-03-10T12:00:00Z');
const before = new Date('2026-03-01T12:00:00Z');
const point: PointVerdict = {
  status: 'available',
  level: 'L2',
  verifiedAt: before,
};

describe('judgePoint', () => {
  it.each([
    ['raises the level that was reached', 'L3', 'L3'],
    ['never lowers it', 'L1', 'L2'],
  ] as const)('%s when a proof passed', (_, reached, expected) => {
    expect(
      judgePoint({
        point,
        judgement: { outcome: 'passed', level: reached },
        now,
      }),
    ).toEqual({ status: 'available', level: expected, verifiedAt: now });
  });

  it.each<[string, PointVerdict]>([
    ['object-missing', { status: 'missing', level: 'L0' }],
    ['manifest-missing', { status: 'missing', level: 'L0' }],
    ['object-corrupt', { status: 'corrupt', level: 'L0' }],
    ['manifest-signature-invalid', { status: 'corrupt', level: 'L0' }],
    ['content-differs', { status: 'available', level: 'L0' }],
    ['something-new', { status: 'available', level: 'L0' }],
    ['tool-missing', point],
    ['storage-unreachable', point],
  ])('takes %s for what it says of the point', (kind, expected) => {
    expect(
      judgePoint({
        point,
        judgement: { outcome: 'failed', level: 'L0' },
        problem: { kind },
        now,
      }),
    ).toEqual(expected);
  });
});
