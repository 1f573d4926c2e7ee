import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatReceipt, writeReceipt } from './writeReceipt';

const receipt = {
  token: 'abc_DEF-123',
  deploymentId: '01JD0000000000000000000000',
  expiresAt: '2026-11-23T10:00:00Z',
};

it('writes a dotenv report that only its owner reads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-receipt-'));
  const file = join(folder, 'safepoint.env');
  await writeReceipt(file, receipt);
  await expect(readFile(file, 'utf8')).resolves.toBe(
    'SAFEPOINT_RECEIPT=abc_DEF-123\nSAFEPOINT_DEPLOYMENT=01JD0000000000000000000000\n',
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});

it.each(['a\nPATH=/evil', 'a b', '"a"'])(
  'refuses a token like %p, which would say something else',
  token => {
    expect(() => formatReceipt({ ...receipt, token })).toThrow(
      expect.objectContaining({ kind: 'portal-unexpected' }),
    );
  },
);
