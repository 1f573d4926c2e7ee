import { runInSlots } from './runInSlots';

it('keeps to the slots, runs what needs all of them alone, and keeps the order of results', async () => {
  const running = new Set<string>();
  const seen: string[] = [];
  const work = (name: string, slots: number, milliseconds: number) => ({
    slots,
    run: async () => {
      running.add(name);
      seen.push([...running].sort().join('+'));
      await new Promise(resolve => setTimeout(resolve, milliseconds));
      running.delete(name);
      return name;
    },
  });

  const results = await runInSlots(
    [
      work('a', 1, 30),
      work('b', 1, 5),
      work('wide', Number.POSITIVE_INFINITY, 5),
      work('c', 1, 20),
      work('d', 1, 5),
    ],
    2,
  );

  expect(results).toEqual(['a', 'b', 'wide', 'c', 'd']);
  expect(seen).toEqual(['a', 'a+b', 'wide', 'c', 'c+d']);
});
