import type { MaintenanceWindow } from '@safepoint/backstage-plugin-safepoint-common';

/** What holds for the scheduled work of all instances; `safepoint.schedules` of app-config. */
export interface ScheduleRules {
  /** What is spread, is spread over that long at most. */
  maxJitterSeconds: number;
  /** How many requests may be open at once before no scheduled one is added. */
  atOnce: { fleet: number; perProject: number };
  /** A turn that is later than that is a problem. */
  overdueAfterSeconds: number;
  longestPauseSeconds: number;
  maintenanceWindows: MaintenanceWindow[];
}
