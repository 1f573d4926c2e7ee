import { expectStateBefore } from './expectStateBefore';
import type { Step } from './Step';

export const dataIsBackAgain: Step = {
  name: 'the database equals its state before deployment 3, table by table',
  async run(context) {
    await expectStateBefore(context.parts.get('silent'), context);
  },
};
