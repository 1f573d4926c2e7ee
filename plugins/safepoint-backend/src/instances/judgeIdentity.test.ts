import { judgeIdentity } from './judgeIdentity';

const old = { systemIdentifier: '7', oid: '1' };
const other = { systemIdentifier: '8', oid: '1' };
const third = { systemIdentifier: '9', oid: '1' };
const accepted = { identity: old, identityStatus: 'accepted' as const };
const changed = {
  identity: old,
  identityStatus: 'changed' as const,
  changedIdentity: other,
};

describe('judgeIdentity', () => {
  it('accepts the first, and no other by itself', () => {
    expect(judgeIdentity({ identityStatus: 'unknown' }, old)).toEqual(accepted);
    expect(
      judgeIdentity(accepted, { oid: '1', systemIdentifier: '7' }),
    ).toBeUndefined();
    expect(judgeIdentity(accepted, other)).toEqual(changed);
  });

  it('keeps the newest that stands in its place', () => {
    expect(judgeIdentity(changed, other)).toBeUndefined();
    expect(judgeIdentity(changed, third)).toEqual({
      ...changed,
      changedIdentity: third,
    });
    // As an older portal left it.
    expect(
      judgeIdentity({ identity: old, identityStatus: 'changed' }, other),
    ).toEqual(changed);
  });

  it('takes nothing back when the old one comes again: somebody has to look', () => {
    expect(judgeIdentity(changed, old)).toBeUndefined();
  });
});
