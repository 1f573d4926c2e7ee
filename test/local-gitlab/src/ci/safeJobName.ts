/** The name that gitlab-ci-local gives a job's log file; names over 245 bytes are hashed there and not supported here. */
export function safeJobName(name: string): string {
  return name.replace(/[^\w-]+/g, match =>
    Buffer.from(match).toString('base64url'),
  );
}
