import { PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';

/**
 * What docs/direct-mode.md gives to a job's role, as a policy of the bucket: it adds to the inbox of its
 * project, reads the plans that are published for it, and nothing else. The portal owns the bucket; where
 * objects belong to who wrote them, as on Ceph, it has to be let to them by name.
 */
export async function allowInbox(
  client: S3Client,
  options: { bucket: string; prefix: string; owner: string; user: string },
): Promise<void> {
  const { bucket, prefix, owner, user } = options;
  const arn = (key: string) => `arn:aws:s3:::${bucket}/${prefix}/${key}`;
  const job = { AWS: [`arn:aws:iam:::user/${user}`] };
  const portal = { AWS: ['arn:aws:iam:::user/safepoint'] };
  const inbox = arn(`_direct/${owner}/*`);
  const Statement = [
    {
      Effect: 'Allow',
      Principal: portal,
      Action: ['s3:*'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
    {
      Effect: 'Allow',
      Principal: job,
      Action: [
        's3:PutObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      Resource: [inbox],
    },
    {
      Effect: 'Deny',
      Principal: job,
      Action: ['s3:GetObject', 's3:DeleteObject'],
      Resource: [inbox],
    },
    {
      Effect: 'Allow',
      Principal: job,
      Action: ['s3:GetObject'],
      Resource: [arn(`_plans/${owner}/*`)],
    },
    {
      Effect: 'Allow',
      Principal: job,
      Action: ['s3:ListBucket'],
      Resource: [`arn:aws:s3:::${bucket}`],
      Condition: {
        StringLike: { 's3:prefix': [`${prefix}/_plans/${owner}/*`] },
      },
    },
  ];
  await client.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
}
