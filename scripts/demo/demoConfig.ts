/** The portal's configuration for one run of the demo, on top of app-config.yaml and app-config.demo.yaml. */
export function demoConfig(input: { portalUrl: string }): object {
  return {
    app: { baseUrl: input.portalUrl },
    backend: {
      baseUrl: input.portalUrl,
      cors: { origin: input.portalUrl },
      // On loopback only: the demo's users have no password.
      listen: {
        host: '127.0.0.1',
        port: Number(new URL(input.portalUrl).port),
      },
    },
  };
}
