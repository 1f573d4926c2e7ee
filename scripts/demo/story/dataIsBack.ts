import { expectStateBefore } from './expectStateBefore';
import type { Step } from './Step';

export const dataIsBack: Step = {
  name: 'the database equals its state before deployment 2, table by table',
  async run(context) {
    await expectStateBefore(context.parts.get('failed'), context);
  },
};
