import { describeAnswer } from './describeAnswer';

describe('describeAnswer', () => {
  it('is one bounded line', () => {
    const text = describeAnswer(500, `a\r\nb\u0000\u2028${'c '.repeat(5_000)}`);
    expect(text).toMatch(/^The endpoint answered 500\. a b c c/);
    expect(text.length).toBeLessThan(350);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u001f\u2028]/);
  });

  it.each([
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    'Bearer abc.def',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk',
    'token hunter2',
  ])('repeats no secret: %s', secret => {
    const text = describeAnswer(401, `signature ${secret} is wrong`);
    expect(text).not.toContain(secret.slice(-6));
    expect(text).toMatch(/^The endpoint answered 401\./);
  });
});
