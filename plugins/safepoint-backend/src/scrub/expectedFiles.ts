import { createHash } from 'node:crypto';
import type {
  ExpectedFile,
  StoredFile,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SignedManifest } from '../records/SignedManifest';

/** One that is to be looked for, and whether the point does not restore without it. */
export interface WantedFile {
  expected: ExpectedFile;
  needed: boolean;
}

export const manifestName = 'manifest.json';

/** Everything that makes up a point, as its manifest says; the manifest itself by its bytes. */
export function listExpectedFiles(
  prefix: string,
  manifest: SignedManifest,
): WantedFile[] {
  const bytes = Buffer.from(JSON.stringify(manifest));
  return [
    {
      needed: true,
      expected: {
        name: manifestName,
        key: `${prefix}/${manifestName}`,
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        versionId: { any: true },
      },
    },
    ...manifest.objects.flatMap(({ name, header, payload }) => [
      { needed: true, expected: expect(`${name}.header`, header) },
      { needed: true, expected: expect(`${name}.payload`, payload) },
    ]),
    { needed: false, expected: expect('RUNBOOK.md', manifest.runbook) },
  ];
}

function expect(name: string, file: StoredFile): ExpectedFile {
  const { key, sizeBytes, sha256, versionId } = file;
  return { name, key, sizeBytes, sha256, versionId };
}
