import { planPartSize } from './planPartSize';

const mebibyte = 1024 * 1024;

describe('planPartSize', () => {
  it('keeps the first thousand parts at their size and grows by it afterwards', () => {
    expect(planPartSize(1, 8)).toBe(8);
    expect(planPartSize(1000, 8)).toBe(8);
    expect(planPartSize(1001, 8)).toBe(16);
    expect(planPartSize(10_000, 8)).toBe(80);
  });

  it('fits 400 GiB into parts that start with 8 MiB', () => {
    let total = 0;
    for (let number = 1; number <= 10_000; number++) {
      total += planPartSize(number, 8 * mebibyte);
    }
    expect(total).toBeGreaterThan(400 * 1024 * mebibyte);
  });

  it('says what to do when even that is not enough', () => {
    expect(() => planPartSize(10_001, 8)).toThrow(/Raise the part size/);
  });
});
