import { recoveryPolicySchema } from '@safepoint/backstage-plugin-safepoint-common';
import { z } from 'zod';
import { configSchema } from './configSchema';

const base = 'https://safepoint.dev/schemas';

/** Draft 7, which every editor's YAML support knows. */
function publish(file: string, title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
  });
  return `${JSON.stringify(
    { $schema, $id: `${base}/${file}`, title, ...rest },
    null,
    2,
  )}\n`;
}

/** The JSON schemas for editors, by file, from the very schemas that the documents are read with. */
export function publishedSchemas(): Record<string, string> {
  const policy = 'recovery-policy.schema.json';
  const config = 'safepoint-yaml.schema.json';
  return {
    [policy]: publish(policy, 'RecoveryPolicy', recoveryPolicySchema),
    [config]: publish(config, 'safepoint.yaml', configSchema),
  };
}
