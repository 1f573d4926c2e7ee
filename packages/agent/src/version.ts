import { version } from '../package.json';

/** Version of the agent; also sent to the portal. */
export const agentVersion: string = version;
