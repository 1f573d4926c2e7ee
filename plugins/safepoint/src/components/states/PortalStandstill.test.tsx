import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import { hoursAgo } from '../../__testUtils__/fixtures';
import { PortalStandstill } from './PortalStandstill';

const since = hoursAgo(3);
const task = {
  task: 'safepoint-evaluate-postures',
  since,
  boundSeconds: 120,
};

function render(answer: () => Promise<Response>) {
  const fetchIt = jest.fn(answer);
  renderInTestApp(<PortalStandstill />, {
    apis: [
      [discoveryApiRef, { getBaseUrl: async () => 'http://portal.test/api' }],
      [fetchApiRef, { fetch: fetchIt }],
    ],
  });
  return fetchIt;
}

const health = (status: number, ageSeconds: number) => async () =>
  ({
    status,
    json: async () => ({
      status: 'degraded',
      problems: [],
      tasks: [{ ...task, ageSeconds }],
    }),
  } as Response);

describe('a page that is of no entity', () => {
  it('says that the portal stands still, which answers 503', async () => {
    const asked = render(health(503, 10_800));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /has stood still since .* \(3 hours ago\).*evaluate postures/,
    );
    expect(asked).toHaveBeenCalledWith(
      'http://portal.test/api/health',
      expect.anything(),
    );
  });

  it.each([
    ['works', health(200, 30)],
    [
      'does not answer',
      async () => {
        throw new Error('gone');
      },
    ],
  ])('says nothing when the portal %s', async (_, answer) => {
    const asked = render(answer);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
