import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { checkPolicyArithmetic } from './checkPolicyArithmetic';
import { describePolicyIssues } from './describePolicyIssues';
import { parseIsoDuration } from './isoDuration';
import { knownKeysAt } from './knownPolicyKeys';
import { type PolicyReading, type StatedRules } from './RecoveryPolicy';
import {
  type RecoveryPolicyDocument,
  recoveryPolicySchema,
} from './recoveryPolicySchema';
import { nameOfPolicy, refOfPolicy } from './policyRef';
import { defaultRetention } from './RetentionRules';

/**
 * Reads a `RecoveryPolicy`: either all that it says, or all that is wrong with it, each problem with where
 * it is and what to do. What the catalog adds to an entity (`relations`, `status`) is passed over.
 *
 * @public
 */
export function readRecoveryPolicy(document: unknown): PolicyReading {
  const parsed = recoveryPolicySchema.safeParse(withoutCatalogKeys(document), {
    reportInput: true,
  });
  if (!parsed.success) {
    return {
      outcome: 'invalid',
      problems: describePolicyIssues(parsed.error.issues, path =>
        knownKeysAt(recoveryPolicySchema, path),
      ),
    };
  }
  const rules = toRules(parsed.data.spec);
  const { errors, notes } = checkPolicyArithmetic(rules);
  if (errors.length > 0) return { outcome: 'invalid', problems: errors };
  const { name, namespace } = parsed.data.metadata;
  const ref = refOfPolicy({ name, namespace });
  return {
    outcome: 'valid',
    policy: {
      ref,
      name: nameOfPolicy(ref),
      owner: toGroupRef(parsed.data.spec.owner),
      rules,
    },
    notes,
  };
}

function withoutCatalogKeys(document: unknown): unknown {
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).filter(
      ([key]) => key !== 'relations' && key !== 'status',
    ),
  );
}

type Spec = RecoveryPolicyDocument['spec'];

function toRules(spec: Spec): StatedRules {
  const { objectives = {}, backups = {}, retention = {}, restores = {} } = spec;
  const { beforeDeploy: gate = {}, afterDeploy } = backups;
  return withoutUndefined({
    objectives: {
      rpoSeconds: seconds(objectives.rpo),
      rtoSeconds: seconds(objectives.rto),
      verifiedWithinSeconds: seconds(objectives.verifiedWithin),
      verificationLevel: objectives.verificationLevel,
    },
    backups: {
      schedule: toSchedule(backups.schedule),
      baseline: afterDeploy?.baseline,
    },
    gate: {
      mode: gate.mode,
      reuseWithinSeconds: seconds(gate.reuseWithin),
      receiptValidForSeconds: seconds(gate.receiptValidFor),
      maxPointAgeSeconds: seconds(gate.maxPointAge),
      breakGlass: gate.breakGlass,
      whenUnchanged: gate.whenUnchanged,
    },
    retention: {
      ...toCounts(retention),
      pinDeploymentsSeconds: seconds(retention.pinDeployments),
      immutableForSeconds: seconds(retention.immutableFor),
    },
    drills: {
      schedule: toSchedule(spec.drills?.schedule),
      environment: spec.drills?.environment,
      level: spec.drills?.level,
    },
    approvals: {
      production: restores.production?.approvals,
      otherwise: restores['*']?.approvals,
    },
    approvers: {
      production: restores.production?.approvers?.map(toGroupRef),
      otherwise: restores['*']?.approvers?.map(toGroupRef),
    },
    notify: spec.notify?.map(one => (one === 'owner' ? one : toGroupRef(one))),
  });
}

/** Who counts points says it all: a count beside them that is left out is none, and not the default's. */
function toCounts(retention: NonNullable<Spec['retention']>) {
  const { last, daily, weekly, monthly, yearly } = retention;
  const counts = [last, daily, weekly, monthly, yearly];
  if (counts.every(count => count === undefined)) return {};
  return {
    last: last ?? defaultRetention.last,
    daily: daily ?? 0,
    weekly: weekly ?? 0,
    monthly: monthly ?? 0,
    yearly: yearly ?? 0,
  };
}

/** The schema has checked the pattern. */
function seconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseIsoDuration(text);
}

function toSchedule(schedule: { cron: string; timezone?: string } | undefined) {
  return (
    schedule && {
      cron: schedule.cron.trim().replace(/\s+/g, ' '),
      timezone: schedule.timezone ?? 'UTC',
    }
  );
}

function toGroupRef(ref: string): string {
  return stringifyEntityRef(
    parseEntityRef(ref, { defaultKind: 'group', defaultNamespace: 'default' }),
  );
}

/** What is not said has no key, two levels deep, so that rules compare and print as they were written. */
function withoutUndefined(rules: StatedRules): StatedRules {
  const clean = (value: object) =>
    Object.fromEntries(
      Object.entries(value).filter(([, one]) => one !== undefined),
    );
  return Object.fromEntries(
    Object.entries(clean(rules)).map(([key, value]) => [
      key,
      Array.isArray(value) ? value : clean(value),
    ]),
    // The same keys as before, without those that held nothing.
  ) as unknown as StatedRules;
}
