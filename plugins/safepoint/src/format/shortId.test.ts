import { shortId } from './shortId';

describe('shortId', () => {
  it.each([
    ['the end of a ULID', '01KAQW3S5RZ7Q2XGJ4T9BHVM6C', '…BHVM6C'],
    ['the beginning of a commit', 'c0ffee11'.repeat(5), 'c0ffee11'],
    ['a name as it is', 'orders-db', 'orders-db'],
  ])('is %s', (_, id, expected) => {
    expect(shortId(id)).toBe(expected);
  });

  it('tells two of the same moment apart', () => {
    expect(shortId('01KAQW3S5RZ7Q2XGJ4T9BHVM6C')).not.toBe(
      shortId('01KAQW3S5RZ7Q2XGJ4T9BHVM6D'),
    );
  });
});
