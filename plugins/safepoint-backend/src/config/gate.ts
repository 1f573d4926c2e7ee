import type { SectionReader } from './SectionReader';
import { readSeconds } from './values/readSeconds';

export interface GateConfig {
  receiptValidForSeconds: number;
}

export const readGate: SectionReader<GateConfig> = (config, problems) => ({
  receiptValidForSeconds: problems.attempt(() =>
    readSeconds(config, 'gate.receiptValidFor', 3_600),
  ),
});
