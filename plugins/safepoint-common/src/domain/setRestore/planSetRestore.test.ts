import { planSetRestore, type SetRestoreMember } from './planSetRestore';

const store = (name: string, ...dependsOn: string[]): SetRestoreMember => ({
  recoveryPointId: `point-${name}`,
  instanceId: `instance-${name}`,
  entityRef: name,
  dependsOn,
});
const orderOf = (...members: SetRestoreMember[]) => {
  const plan = planSetRestore(members);
  return plan.outcome === 'planned'
    ? plan.order.map(({ entityRef }) => entityRef)
    : plan.problems;
};

describe('planSetRestore', () => {
  it.each<[string, SetRestoreMember[], string[]]>([
    ['keeps the order given', [store('b'), store('a')], ['b', 'a']],
    [
      'takes first what another depends on',
      [store('orders', 'ledger'), store('ledger')],
      ['ledger', 'orders'],
    ],
    [
      'follows a chain',
      [store('a', 'b'), store('b', 'c'), store('c')],
      ['c', 'b', 'a'],
    ],
    [
      'keeps the order given among those that may come next',
      [store('z'), store('a', 'm'), store('m'), store('b')],
      ['z', 'm', 'a', 'b'],
    ],
    [
      'minds neither stores outside of the set nor one that names itself',
      [store('a', 'elsewhere', 'a'), store('b')],
      ['a', 'b'],
    ],
  ])('%s', (_, members, order) => {
    expect(orderOf(...members)).toEqual(order);
  });

  it('says why one comes after another', () => {
    expect(
      planSetRestore([store('orders', 'ledger'), store('ledger')]),
    ).toMatchObject({
      reasons: ['orders comes after ledger, which it depends on.'],
    });
  });

  it('refuses a circle, and names it without the others', () => {
    const [problem] = orderOf(store('a', 'b'), store('b', 'a'), store('c'));
    expect(problem).toMatch(/in a circle \(a on b; b on a\)/);
  });

  it('refuses what is no set, all reasons at once', () => {
    expect(orderOf(store('a'))).toEqual([
      expect.stringMatching(/two recovery points/),
    ]);
    expect(orderOf(store('a'), store('a'))).toEqual(['The set holds a twice.']);
  });
});
