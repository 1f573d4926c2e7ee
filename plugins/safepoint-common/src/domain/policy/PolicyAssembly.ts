import type { Objectives } from '../objectives';
import { reachesLevel } from '../verification';
import type { EffectivePolicy } from './EffectivePolicy';
import type {
  IgnoredRule,
  PolicyOrigin,
  PolicyReason,
} from './PolicyExplanation';
import { isSameValue, type PolicyRule, policyRules } from './policyRules';
import type { StatedRules } from './RecoveryPolicy';

interface Source {
  from: PolicyOrigin;
  /** Why its word counts, as the end of a sentence or the whole of one. */
  reason: string;
}

const nothingSaid = (): StatedRules => ({
  objectives: {},
  backups: {},
  gate: {},
  retention: {},
  drills: {},
  approvals: {},
  approvers: {},
});

const unscheduled: Record<string, string> = {
  'backups.schedule':
    'No policy schedules backups here: recovery points come from deployments and from whoever asks for one.',
  'drills.schedule':
    'No policy schedules drills here: proofs come from pipelines and from whoever asks for one.',
};

/** Puts a policy together, word by word, and remembers who said which. */
export class PolicyAssembly {
  readonly #rules = nothingSaid();
  readonly #sources = new Map<PolicyRule, Source>();

  /** What is said takes the place of what was. */
  state(rules: StatedRules, source: Source): void {
    for (const rule of policyRules) {
      const value = rule.read(rules);
      if (value !== undefined) this.#set(rule, value, source);
    }
  }

  /**
   * Takes over what is stronger, and nothing else.
   *
   * @returns what was not taken
   */
  strengthen(rules: StatedRules, source: Source): IgnoredRule[] {
    const ignored: IgnoredRule[] = [];
    for (const rule of policyRules) {
      const value = rule.read(rules);
      if (value === undefined) continue;
      const current = rule.read(this.#rules);
      const strongest =
        current === undefined ? value : rule.strongest(current, value);
      if (!isSameValue(strongest, current)) {
        this.#set(rule, strongest, {
          ...source,
          reason:
            current === undefined
              ? source.reason
              : `${source.reason} It is stronger than ${rule.show(current)}.`,
        });
      } else if (!isSameValue(value, current)) {
        ignored.push({
          rule: rule.name,
          value: rule.show(value),
          reason: `It is not stronger than ${rule.show(current)}, which holds.`,
        });
      }
    }
    return ignored;
  }

  /** Whether any rule comes from there. */
  has(from: PolicyOrigin): boolean {
    return [...this.#sources.values()].some(source => source.from === from);
  }

  /**
   * States what follows from the rules so far. Before anything is to strengthen them, too: what is not
   * said yet would not be compared, and so could be weakened.
   */
  settle(): void {
    this.#settleGate();
    this.#settleDrills();
  }

  finish(): Omit<EffectivePolicy, 'name'> {
    this.settle();
    const { gate, objectives, retention, approvals, approvers, ...rest } =
      this.#rules;
    // The default has stated every one of these before.
    return {
      ...rest,
      objectives: objectives as Objectives,
      backups: { ...rest.backups, baseline: rest.backups.baseline ?? true },
      gate: gate as EffectivePolicy['gate'],
      retention: retention as EffectivePolicy['retention'],
      approvals: approvals as EffectivePolicy['approvals'],
      ...(Object.keys(approvers).length > 0 && { approvers }),
      notify: rest.notify ?? [],
    };
  }

  explain(): PolicyReason[] {
    return policyRules.flatMap(rule => {
      const value = rule.read(this.#rules);
      const source = this.#sources.get(rule);
      if (value !== undefined && source) {
        return [{ rule: rule.name, value: rule.show(value), ...source }];
      }
      const missing = unscheduled[rule.name];
      return missing
        ? [
            {
              rule: rule.name,
              value: 'none',
              from: 'default' as const,
              reason: missing,
            },
          ]
        : [];
    });
  }

  #settleGate(): void {
    const { gate } = this.#rules;
    const { receiptValidForSeconds: valid = 0 } = gate;
    if (gate.maxPointAgeSeconds === undefined) {
      this.#derive(
        'backups.beforeDeploy.maxPointAge',
        valid,
        'Where nothing is said it is receiptValidFor.',
      );
    }
    const { maxPointAgeSeconds = valid, reuseWithinSeconds = 0 } =
      this.#rules.gate;
    if (gate.mode === 'reuse' && reuseWithinSeconds >= maxPointAgeSeconds) {
      this.#derive(
        'backups.beforeDeploy.reuseWithin',
        maxPointAgeSeconds / 2,
        'Half of maxPointAge, or the deploy job would refuse what the gate used again.',
      );
    }
  }

  #settleDrills(): void {
    const { drills, objectives } = this.#rules;
    const { verificationLevel } = objectives;
    if (!drills.level || !verificationLevel) return;
    if (reachesLevel(drills.level, verificationLevel)) return;
    this.#derive(
      'drills.level',
      verificationLevel,
      'A drill that goes less far proves nothing here.',
    );
  }

  #derive(name: string, value: unknown, reason: string): void {
    const rule = policyRules.find(candidate => candidate.name === name);
    if (rule) this.#set(rule, value, { from: 'default', reason });
  }

  #set(rule: PolicyRule, value: unknown, source: Source): void {
    rule.write(this.#rules, value);
    this.#sources.set(rule, source);
  }
}
