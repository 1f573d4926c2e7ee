import {
  deploymentPart,
  momentPart,
  phrase,
  phraseText,
  recoveryPointPart,
} from '@safepoint/backstage-plugin-safepoint-common';
import { screen, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPosture,
  anInstance,
  aRecovery,
  anEnvironment,
  failedDeployment,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';
import { formatAbsoluteTime } from '../../format/formatTime';

const startedAt = new Date(failedDeployment.startedAt!);
const pointId = '01KAQW3S5RZ7Q2XGJ4T9BHVM6C';
const doubt = phrase`Data may be damaged by deployment ${deploymentPart(
  failedDeployment.id,
)}, which started ${momentPart(startedAt, 'at')} and failed.`;
const lost = phrase`The last backup failed; see recovery point ${recoveryPointPart(
  pointId,
)}.`;

function recoveryWith(...phrases: (typeof doubt)[]) {
  const reasons = phrases.map((one, index) => ({
    code: `reason-${index}`,
    severity: 'critical' as const,
    message: phraseText(one),
    phrase: one,
  }));
  return aRecovery({
    environments: [
      anEnvironment({
        deployments: [failedDeployment],
        instances: [anInstance({ posture: aPosture({ reasons }) })],
      }),
    ],
  });
}

describe('a reason with pieces', () => {
  it('names a deployment by its commit and its start by how long ago it was', async () => {
    renderRecovery(new FakeSafepointApi(recoveryWith(doubt)));
    const reason = (await screen.findByText(/Data may be damaged/)).closest(
      'li',
    );
    const start = within(reason!).getByText('14 minutes ago');
    expect(start).toHaveAttribute(
      'title',
      formatAbsoluteTime(startedAt.toISOString()),
    );
    expect(reason).toHaveTextContent(
      'Data may be damaged by deployment c0ffee11, which started 14 minutes ago and failed.',
    );
  });

  it('shortens an id, and copies the whole one by keyboard', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(recoveryWith(lost)));
    const id = await screen.findByRole('button', {
      name: '…BHVM6C, copy recovery point id',
    });
    expect(id.closest('li')).not.toHaveTextContent(pointId);
    let copied: string | undefined;
    // What jsdom lacks of a browser: the command that copies what is selected.
    document.execCommand = () => {
      copied = document.getSelection()?.toString();
      return true;
    };
    id.focus();
    await user.keyboard('{Enter}');
    expect(copied).toBe(pointId);
    expect(id).toHaveTextContent('Copied');
  });
});
