import { whyMissing } from '../../test/support/servers/requireServer';
import { startCeph } from '../../test/support/servers/startCeph';
import { startPostgres } from '../../test/support/servers/startPostgres';

/** Servers for tests that are told of them by variables only. Without an S3 those tests use a folder. */
export async function startServers(): Promise<{
  variables: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}> {
  const postgres = await startPostgres();
  try {
    const s3 = whyMissing('s3') ? undefined : await startCeph();
    return {
      variables: {
        SAFEPOINT_TEST_POSTGRES_URL: postgres.adminUrl,
        ...(s3 && {
          SAFEPOINT_TEST_S3_ENDPOINT: s3.endpoint,
          SAFEPOINT_TEST_S3_REGION: s3.region,
          SAFEPOINT_TEST_S3_ACCESS_KEY: s3.accessKeyId,
          SAFEPOINT_TEST_S3_SECRET_KEY: s3.secretAccessKey,
        }),
      },
      async stop() {
        await s3?.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
