import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { ScheduledWork } from '@safepoint/backstage-plugin-safepoint-common';
import type { Router } from 'express';
import type { ScheduleServices } from './createScheduleServices';

/** To pause scheduled work, and to resume it; the answer is the schedules of the instance. */
export function addScheduleRoutes(
  router: Router,
  services: Pick<ScheduleServices, 'pauses' | 'reader'> & {
    httpAuth: HttpAuthService;
  },
): void {
  const { httpAuth, pauses, reader } = services;
  const path = '/instances/:instanceId/schedules/:kind';

  router.post(`${path}/pause`, async (request, response) => {
    const { instanceId, kind } = request.params;
    const user = await httpAuth.credentials(request, { allow: ['user'] });
    // The contract knows no other kind.
    const work = kind as ScheduledWork;
    await pauses.pause(instanceId, work, request.body, user);
    const schedulesOf = await reader.read([instanceId]);
    response.json({ items: schedulesOf(instanceId) });
  });

  router.post(`${path}/resume`, async (request, response) => {
    const { instanceId, kind } = request.params;
    const user = await httpAuth.credentials(request, { allow: ['user'] });
    await pauses.resume(instanceId, kind as ScheduledWork, user);
    const schedulesOf = await reader.read([instanceId]);
    response.json({ items: schedulesOf(instanceId) });
  });
}
