import { chooseTool, parseToolVersion } from './chooseTool';

const tool = (major: number) => ({
  path: `/bin/${major}`,
  version: `${major}.2`,
  major,
});
const needed = { major: 16, because: 'the server is version 16.4' };

it.each([
  ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', 15],
  ['pg_restore (PostgreSQL) 17beta1', 17],
  ['command not found', undefined],
])('reads the version out of %p', (output, major) => {
  expect(parseToolVersion('/bin/x', output)?.major).toBe(major);
});

it('takes the first one that is new enough', () => {
  expect(
    chooseTool('pg_dump', [tool(15), tool(17), tool(16)], needed).major,
  ).toBe(17);
});

it('names both versions and the package when all are too old', () => {
  expect(() => chooseTool('pg_dump', [tool(13), tool(15)], needed)).toThrow(
    expect.objectContaining({
      kind: 'tool-too-old',
      message: expect.stringMatching(
        /15\.2 \(\/bin\/15\).*16\.4.*postgresql-client-16/,
      ),
    }),
  );
});

it('says how to install a tool that is missing', () => {
  expect(() => chooseTool('pg_dump', [], needed)).toThrow(
    expect.objectContaining({
      kind: 'tool-missing',
      message: expect.stringContaining('postgresql-client-16'),
    }),
  );
});
