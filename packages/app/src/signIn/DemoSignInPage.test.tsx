import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { IdentityApi } from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { configApiRef, discoveryApiRef } from '@backstage/frontend-plugin-api';
import { chosenUser } from './chosenUser';
import { DemoSignInPage } from './DemoSignInPage';

const users = [
  {
    name: 'dana',
    displayName: 'Dana',
    role: 'Developer',
    description: 'Owns orders.',
  },
  { name: 'sam', displayName: 'Sam', role: 'SRE', description: 'Approves.' },
];

const answer = (status: number, body: object) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const signedIn = (name: string) =>
  answer(200, {
    profile: { displayName: name },
    providerInfo: {},
    backstageIdentity: {
      token: `h.${btoa(JSON.stringify({ exp: Date.now() / 1000 + 3600 }))}.s`,
      identity: {
        type: 'user',
        userEntityRef: `user:default/${name}`,
        ownershipEntityRefs: [`user:default/${name}`],
      },
    },
  });

async function showPage(safepointDemo: object | undefined) {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({
            data: {
              app: { title: 'Portal' },
              ...(safepointDemo && { safepointDemo }),
            },
          }),
        ],
        [discoveryApiRef, { getBaseUrl: async () => 'http://portal/api/auth' }],
      ]}
    >
      <DemoSignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
  return onSignInSuccess;
}

const identityOf = (onSignInSuccess: jest.Mock<void, [IdentityApi]>) =>
  onSignInSuccess.mock.calls[0][0];

describe('DemoSignInPage', () => {
  const fetchMock = jest.spyOn(globalThis, 'fetch');

  beforeEach(() => {
    fetchMock.mockReset();
    chosenUser.forget();
  });

  it('signs in whom one chooses, through the auth backend', async () => {
    fetchMock.mockResolvedValue(signedIn('sam'));
    const onSignInSuccess = await showPage({ enabled: true, users });

    await userEvent.click(screen.getByRole('button', { name: /Sam · SRE/ }));

    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    expect(
      (await identityOf(onSignInSuccess).getBackstageIdentity()).userEntityRef,
    ).toBe('user:default/sam');
    const [url, init] = fetchMock.mock.calls[0];
    expect(url).toBe('http://portal/api/auth/safepoint-demo/refresh');
    expect(new Headers(init?.headers).get('safepoint-demo-user')).toBe('sam');
  });

  it('keeps somebody signed in over a reload until they sign out', async () => {
    chosenUser.save('dana');
    fetchMock.mockResolvedValue(signedIn('dana'));
    const onSignInSuccess = await showPage({ enabled: true, users });
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));

    await identityOf(onSignInSuccess).signOut();

    expect(chosenUser.read()).toBeUndefined();
  });

  it('shows the portal’s own reason when a sign-in does not work, and the way back', async () => {
    fetchMock.mockResolvedValue(
      answer(404, {
        error: {
          name: 'NotFoundError',
          message: 'The catalog is still reading.',
        },
        request: { method: 'GET', url: '/' },
        response: { statusCode: 404 },
      }),
    );
    await showPage({ enabled: true, users });
    await userEvent.click(screen.getByRole('button', { name: /Dana/ }));

    expect(
      await screen.findByText('The catalog is still reading.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Choose another user' }),
    );
    expect(screen.getByRole('button', { name: /Sam/ })).toBeInTheDocument();
  });

  it('offers nobody where the demo is not switched on', async () => {
    await showPage(undefined);

    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.getByText(/app-config.demo.yaml/)).toBeInTheDocument();
  });
});
