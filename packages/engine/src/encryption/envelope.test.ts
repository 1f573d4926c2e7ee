import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { collect } from '../pipeline/collect';
import { waitUntil } from '../testUtils/waitUntil';
import { listStanzaDigests } from './ageHeader';
import { decryptStream } from './decryptStream';
import { encryptStream } from './encryptStream';
import { generateIdentity, parseIdentityFile, recipientOf } from './identities';
import { unwrapFileKey } from './unwrapFileKey';

async function seal(plaintext: Buffer, recipients: string[]) {
  const source = Readable.from(
    (function* chunks() {
      for (let at = 0; at < plaintext.length; at += 10_000) {
        yield plaintext.subarray(at, at + 10_000);
      }
    })(),
  );
  const { header, payload } = await encryptStream(source, recipients);
  return { header, payload: await collect(payload) };
}

const open = (
  { header, payload }: { header: Buffer; payload: Buffer },
  key: Parameters<typeof decryptStream>[1],
) => collect(decryptStream({ header, payload: Readable.from([payload]) }, key));

describe('the age envelope', () => {
  let escrow: string;
  let backend: string;
  let recipients: string[];
  beforeAll(async () => {
    escrow = await generateIdentity();
    backend = await generateIdentity();
    recipients = [await recipientOf(escrow), await recipientOf(backend)];
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 1_000_000])(
    'gives back %d bytes to each identity and to the file key',
    async size => {
      const plaintext = randomBytes(size);
      const sealed = await seal(plaintext, recipients);
      expect(sealed.header.toString('latin1')).toMatch(
        /^age-encryption\.org\/v1\n[\s\S]*\n--- \S{43}\n$/,
      );
      const fileKey = await unwrapFileKey(sealed.header, [backend]);
      for (const key of [
        { identities: [escrow] },
        { identities: [backend] },
        { fileKey },
      ]) {
        expect((await open(sealed, key)).equals(plaintext)).toBe(true);
      }
    },
  );

  it('is opened by the age command from `cat header payload`', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-age-'));
    try {
      const plaintext = randomBytes(300_000);
      const sealed = await seal(plaintext, recipients);
      await writeFile(join(folder, 'identity'), `${escrow}\n`, { mode: 0o600 });
      await writeFile(join(folder, 'header'), sealed.header);
      await writeFile(join(folder, 'payload'), sealed.payload);
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', 'cat header payload | age -d -i identity'],
        { cwd: folder, encoding: 'buffer', maxBuffer: 1e6 },
      );
      expect(stdout.equals(plaintext)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('opens what the age command encrypted', async () => {
    const plaintext = randomBytes(100_000);
    const age = spawn('age', ['-r', recipients[0]]);
    age.stdin.end(plaintext);
    const file = await collect(age.stdout);
    const headerEnd = file.indexOf('\n', file.indexOf('\n--- ') + 1) + 1;
    const sealed = {
      header: file.subarray(0, headerEnd),
      payload: file.subarray(headerEnd),
    };
    const opened = await open(sealed, { identities: [escrow] });
    expect(opened.equals(plaintext)).toBe(true);
  });

  it('names any flipped byte and any truncation of the payload', async () => {
    const { header, payload } = await seal(randomBytes(200_000), recipients);
    for (const at of [0, 15, 16, 70_000, payload.length - 1]) {
      const changed = Buffer.from(payload);
      changed[at] ^= 1;
      await expect(
        open({ header, payload: changed }, { identities: [escrow] }),
      ).rejects.toMatchObject({ kind: 'object-corrupt' });
    }
    for (const length of [0, 10, 16, 65_568, payload.length - 1]) {
      await expect(
        open(
          { header, payload: payload.subarray(0, length) },
          { identities: [escrow] },
        ),
      ).rejects.toMatchObject({ kind: 'object-corrupt' });
    }
  });

  it('refuses a stranger, a changed header and the file key of another object', async () => {
    const sealed = await seal(randomBytes(10), recipients);
    const stranger = await generateIdentity();
    await expect(
      unwrapFileKey(sealed.header, [stranger]),
    ).rejects.toMatchObject({ kind: 'header-not-for-us' });

    const macLine = sealed.header.indexOf('--- ');
    const changed = Buffer.from(sealed.header);
    changed[macLine + 6] = changed[macLine + 6] === 65 ? 66 : 65;
    await expect(unwrapFileKey(changed, [escrow])).rejects.toMatchObject({
      kind: 'header-not-for-us',
    });

    const other = await seal(randomBytes(10), recipients);
    const otherKey = await unwrapFileKey(other.header, [escrow]);
    await expect(open(sealed, { fileKey: otherKey })).rejects.toMatchObject({
      kind: 'object-corrupt',
    });
  });

  it('passes an error of the payload on unchanged', async () => {
    const { header } = await seal(randomBytes(10), recipients);
    const broken = Readable.from(
      (async function* chunks() {
        yield Buffer.alloc(20);
        throw new Error('connection lost');
      })(),
    );
    const result = collect(
      decryptStream({ header, payload: broken }, { identities: [escrow] }),
    );
    await expect(result).rejects.toThrow('connection lost');
  });

  it('lets the source go when the reader stops early', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.alloc(65_536);
        }
      } finally {
        ended = true;
      }
    }
    const { payload } = await encryptStream(endless(), recipients);
    for await (const _ of payload) {
      break;
    }
    await waitUntil(() => ended);
    expect(ended).toBe(true);
  });

  it('passes an error of the plaintext on', async () => {
    async function* failing() {
      yield Buffer.from('start');
      throw new Error('dump failed');
    }
    const { payload } = await encryptStream(failing(), recipients);
    await expect(collect(payload)).rejects.toThrow('dump failed');
  });

  it('refuses to encrypt to nobody or to something that is no recipient', async () => {
    const source = Readable.from([Buffer.from('x')]);
    await expect(encryptStream(source, [])).rejects.toMatchObject({
      kind: 'recipient-invalid',
    });
    await expect(encryptStream(source, ['age1nonsense'])).rejects.toMatchObject(
      { kind: 'recipient-invalid' },
    );
  });
});

describe('headers', () => {
  it('have one stanza digest for each recipient, never the same twice', async () => {
    const recipient = await recipientOf(await generateIdentity());
    const seen = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { header } = await seal(Buffer.alloc(1), [recipient, recipient]);
      const digests = await listStanzaDigests(header);
      expect(digests).toHaveLength(2);
      expect(await listStanzaDigests(header)).toEqual(digests);
      digests.forEach(digest => seen.add(digest));
    }
    expect(seen.size).toBe(6);
  });

  it.each([
    ['nothing', () => Buffer.alloc(0)],
    ['random bytes', () => randomBytes(200)],
    ['half a header', (h: Buffer) => h.subarray(0, h.length / 2)],
    ['no final newline', (h: Buffer) => h.subarray(0, -1)],
    ['bytes behind the header', (h: Buffer) => Buffer.concat([h, h])],
    [
      'no stanza type',
      (h: Buffer) => Buffer.from(String(h).replace('-> X25519', '-- X25519')),
    ],
    ['too many bytes', () => Buffer.alloc(30_000, 'a')],
  ])('are refused when they are none: %s', async (_name, change) => {
    const recipient = await recipientOf(await generateIdentity());
    const { header } = await seal(Buffer.alloc(1), [recipient]);
    await expect(listStanzaDigests(change(header))).rejects.toMatchObject({
      kind: 'header-invalid',
    });
  });
});

describe('identities', () => {
  it('are read from a file with comments', async () => {
    const identity = await generateIdentity();
    expect(parseIdentityFile(`# created: today\n${identity}\r\n\n`)).toEqual([
      identity,
    ]);
  });

  it('never appear in an error', async () => {
    const identity = `${(await generateIdentity()).slice(0, -3)}QQQ`;
    const error = await recipientOf(identity).catch(e => e);
    expect(error.kind).toBe('identity-invalid');
    expect(error.message).not.toContain(identity);
    expect(() => parseIdentityFile('hello')).toThrow(/no age identity/);
  });
});
