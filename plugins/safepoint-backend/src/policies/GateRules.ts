import {
  type GatePolicy,
  strictestGate,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PolicySource } from './PolicySource';

/**
 * The rules of a deployment's gate: the strictest of what holds for the stores that it depends on. The
 * component's own policy has a say where one is named for it; otherwise it has the safe default, which is
 * not meant to overrule what the platform said about the stores.
 */
export class GateRules {
  constructor(
    private readonly policies: Pick<PolicySource, 'policiesOf'>,
    private readonly stores: {
      findStores(componentRef: string): Promise<string[]>;
    },
  ) {}

  /** @param of - without `storeRefs`, those that the catalog knows of */
  async findGate(of: {
    componentRef: string;
    environment: string;
    storeRefs?: string[];
  }): Promise<GatePolicy> {
    const { componentRef, environment } = of;
    const storeRefs =
      of.storeRefs ?? (await this.stores.findStores(componentRef));
    const [own, ...others] = await this.policies.policiesOf(
      [componentRef, ...storeRefs].map(entityRef => ({
        entityRef,
        environment,
      })),
    );
    const isNamed = own.name !== 'default' || own.strengthenedBy !== undefined;
    const counted = others.length === 0 || isNamed ? [own, ...others] : others;
    return strictestGate(counted.map(({ gate }) => gate));
  }

  async isOff(of: {
    componentRef: string;
    environment: string;
  }): Promise<boolean> {
    return (await this.findGate(of)).mode === 'off';
  }
}
