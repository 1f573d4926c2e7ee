/** Options that every command takes. */
export interface GlobalOptions {
  config: string;
  log: 'human' | 'json';
}

/** Options of commands that speak to the portal. */
export interface PortalCommandOptions extends GlobalOptions {
  portalUrl?: string;
  environment?: string;
}
