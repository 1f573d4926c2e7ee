import { screen } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPoint,
  aPointDetail,
  aRecovery,
  anEnvironment,
  anInstance,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

it('shows where a point was made, by whom it was recorded, and that it is a claim', async () => {
  const point = aPoint({
    trigger: 'external',
    external: {
      origin: 'Make, CRM export',
      location: 's3://exports/crm/1.json',
      sizeBytes: 4096,
      sha256: 'ab'.repeat(32),
      recordedBy: 'service:make',
    },
  });
  const instances = [anInstance({ recoveryPoints: [point] })];
  const api = new FakeSafepointApi(
    aRecovery({ environments: [anEnvironment({ instances })] }),
  );
  api.details.set(point.id, aPointDetail(point));
  const { user } = renderRecovery(api);
  await user.click(await screen.findByRole('button', { name: /^Details of/ }));
  expect(
    await screen.findByText(
      /^Make, CRM export; recorded by service:make\. It is a claim/,
    ),
  ).toBeInTheDocument();
  expect(screen.getByText('s3://exports/crm/1.json')).toBeInTheDocument();
});
