import { decideGateConfirmation } from '@safepoint/backstage-plugin-safepoint-common';
import { GateServer, type Answer } from './GateServer';
import {
  bareImage,
  busyboxCurlImage,
  busyboxImage,
  curlImage,
  wgetImage,
  type Image,
} from './images';
import { readProcessArguments } from './processArguments';
import { type Inputs, smallestInputs } from '../templates';
import { runGate } from './runGate';

jest.setTimeout(60_000);

const token = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2Vu.c2lnbmF0dXJl';
const receipt = 'receipt-0123456789abcdef';
const at = (time: string) => new Date(`2026-01-01T${time}Z`);

/** The portal's own words, from its own rule. */
function portalSays(maxAgeSeconds: number): string {
  return decideGateConfirmation({
    deployment: {
      status: 'gated',
      receiptExpiresAt: at('11:00:00'),
      sameContext: true,
    },
    points: [{ id: 'POINT', status: 'available', stateAt: at('10:00:00') }],
    jobId: '1',
    maxAgeSeconds,
    now: at('10:01:00'),
  }).message;
}

const yes = portalSays(3600);
const no = portalSays(10);

const text =
  (status: number, body: string): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };

let server: GateServer;
beforeEach(async () => {
  server = await GateServer.start();
});
afterEach(() => server.stop());

function deploy(
  image: Image,
  variables: Record<string, string> = {},
  inputs: Inputs = {},
) {
  return runGate(
    image,
    {
      SAFEPOINT_PORTAL_URL: server.url,
      SAFEPOINT_ID_TOKEN: token,
      SAFEPOINT_RECEIPT: receipt,
      ...variables,
    },
    { ...smallestInputs['deploy-guard'], ...inputs },
  );
}

const goOn = { 'on-portal-unreachable': 'direct' };
const written = { SAFEPOINT_RECEIPT: 'direct.01K00000000000000000000001' };

describe.each([curlImage, wgetImage, busyboxImage, busyboxCurlImage])(
  'the gate in an image with $name',
  image => {
    const hidesText = image === busyboxImage;

    it('lets the deployment start when the portal confirms it', async () => {
      server.answer = text(200, yes);
      const { exitCode, output, left } = await deploy(image);
      expect(output).toContain(`Safepoint: ${yes}`);
      expect(output).toContain('DEPLOYED');
      expect(exitCode).toBe(0);
      expect(left).toEqual([]);
      expect(server.asked).toEqual([
        {
          method: 'POST',
          url: '/api/safepoint/agent/gate/confirmations',
          headers: expect.objectContaining({
            authorization: `Bearer ${token}`,
            'safepoint-receipt': receipt,
          }),
        },
      ]);
    });

    it('stops it with the portal’s reason when it refuses', async () => {
      server.answer = text(403, no);
      const { exitCode, output, left } = await deploy(image);
      expect(output).toContain('HTTP 403');
      expect(output).toContain(hidesText ? 'with curl in the image' : no);
      expect(output).not.toContain('DEPLOYED');
      expect(exitCode).toBe(3);
      expect(left).toEqual([]);
    });

    it('stops it when nobody answers', async () => {
      await server.stop();
      const { exitCode, output } = await deploy(image);
      expect(output).toContain(`no answer from ${server.url}`);
      expect(output).not.toContain('DEPLOYED');
      expect(exitCode).toBe(3);
    });

    it('stops it when the answer does not come in time', async () => {
      server.answer = () => undefined;
      const { exitCode, output } = await deploy(image, {
        SAFEPOINT_GATE_TIMEOUT_SECONDS: '1',
      });
      expect(output).toContain('no answer from');
      expect(output).not.toContain('DEPLOYED');
      expect(exitCode).toBe(3);
    });

    it('waits for an answer that takes a while', async () => {
      server.answer = (request, response) => {
        setTimeout(() => text(200, yes)(request, response), 1500);
      };
      const { exitCode } = await deploy(image);
      expect(exitCode).toBe(0);
    });

    it.each<[string, Answer]>([
      ['a sign-in page', text(200, '<html>Please sign in</html>')],
      ['nothing at all', text(200, '')],
      ['an error page that quotes the portal', text(502, yes)],
      [
        'a redirect to a page of somebody else',
        (request, response) =>
          request.url === '/welcome'
            ? response.end('welcome')
            : response.writeHead(302, { location: '/welcome' }).end(),
      ],
    ])('stops it when the answer is %s', async (_, answer) => {
      server.answer = answer;
      const { exitCode, output } = await deploy(image);
      expect(output).not.toContain('DEPLOYED');
      expect(exitCode).toBe(3);
    });

    it('lets it go on without the portal, with what was saved without it', async () => {
      await server.stop();
      const { exitCode, output, left } = await deploy(image, written, goOn);
      expect(output).toContain('01K00000000000000000000001');
      expect(output).toContain('DEPLOYED');
      expect(exitCode).toBe(0);
      expect(left).toEqual([]);
    });

    it('lets it go on while a gateway says that the portal is away', async () => {
      server.answer = text(503, 'no upstream');
      const { exitCode } = await deploy(image, written, goOn);
      expect(exitCode).toBe(0);
    });

    it.each<[string, Answer | undefined, Record<string, string>, Inputs]>([
      ['the portal refuses', text(403, no), written, goOn],
      ['the portal’s storage is full', text(507, 'full'), written, goOn],
      ['a sign-in page answers', text(200, 'Please sign in'), written, goOn],
      ['the receipt is the portal’s own', undefined, {}, goOn],
      [
        'the receipt names nothing',
        undefined,
        { SAFEPOINT_RECEIPT: 'direct.' },
        goOn,
      ],
      [
        'only a variable says that it may',
        undefined,
        { ...written, SAFEPOINT_ON_PORTAL_UNREACHABLE: 'direct' },
        {},
      ],
    ])(
      'stops it all the same when %s',
      async (_, answer, variables, inputs) => {
        if (answer) server.answer = answer;
        else await server.stop();
        const { exitCode, output } = await deploy(image, variables, inputs);
        expect(output).not.toContain('DEPLOYED');
        expect(exitCode).toBe(3);
      },
    );

    const shows = image === busyboxImage ? 'shows' : 'hides';
    it(`${shows} token and receipt in the arguments of processes`, async () => {
      let seen: string[] = [];
      server.answer = (request, response) => {
        seen = readProcessArguments();
        text(200, yes)(request, response);
      };
      const { output } = await deploy(image);
      expect(seen.some(line => line.includes(server.url))).toBe(true);
      for (const secret of [token, receipt]) {
        expect(seen.some(line => line.includes(secret))).toBe(hidesText);
        expect(output).not.toContain(secret);
      }
    });

    it.each([
      ['SAFEPOINT_ID_TOKEN', 'extends'],
      ['SAFEPOINT_RECEIPT', 'needs'],
    ])('says what to do without %s', async (variable, advice) => {
      const { exitCode, output } = await deploy(image, { [variable]: '' });
      expect(output).toContain(`'${advice}'`);
      expect(exitCode).toBe(3);
      expect(server.asked).toEqual([]);
    });
  },
);

describe('the gate in an image with dash alone', () => {
  it('stops the deployment and says what to add to the image', async () => {
    const { exitCode, output, left } = await deploy(bareImage);
    expect(output).toContain('neither curl nor wget');
    expect(output).not.toContain('DEPLOYED');
    expect(exitCode).toBe(3);
    expect(left).toEqual([]);
  });
});
