import { writeFile } from 'node:fs/promises';
import type { ReceiptView } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';

/** The receipt as a dotenv report, which GitLab hands to the deploy job. */
export function formatReceipt(receipt: ReceiptView): string {
  const values = {
    SAFEPOINT_RECEIPT: receipt.token,
    SAFEPOINT_DEPLOYMENT: receipt.deploymentId,
    ...(receipt.ground && { SAFEPOINT_GATE_GROUND: receipt.ground }),
  };
  const lines = Object.entries(values).map(([name, value]) => {
    // GitLab reads KEY=VALUE up to the end of the line, without quotes.
    if (/[\s'"]/.test(value)) {
      throw new SafepointError({
        kind: 'portal-unexpected',
        message: `The portal's ${name} cannot be handed on: it has spaces or quotes.`,
      });
    }
    return `${name}=${value}\n`;
  });
  return lines.join('');
}

export async function writeReceipt(
  file: string,
  receipt: ReceiptView,
): Promise<void> {
  await writeFile(file, formatReceipt(receipt), { mode: 0o600 });
}
