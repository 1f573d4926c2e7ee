/** What is said of a recovery point that was made elsewhere. @public */
export interface ExternalClaim {
  stateAt: Date;
  origin: string;
  location: string;
}

const toleratedSeconds = 5 * 60;

/** Words with which cloud providers and platforms sign addresses. */
const signed = /[?&#]|\b(x-amz-signature|sig|token|password|secret)=/i;

/** Everything that is wrong with it, each with what to do. @public */
export function checkExternalClaim(claim: ExternalClaim, now: Date): string[] {
  const ahead = (claim.stateAt.getTime() - now.getTime()) / 1_000;
  const controlled = [claim.origin, claim.location].some(text =>
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text),
  );
  return [
    Number.isNaN(claim.stateAt.getTime()) && '`stateAt` is no moment.',
    ahead > toleratedSeconds &&
      `\`stateAt\` lies ${Math.round(
        ahead,
      )} s ahead of the portal's clock; set the clock of whoever sends it.`,
    controlled && '`origin` and `location` are one line of text each.',
    hasCredentials(claim.location) &&
      '`location` carries what looks like credentials or a signed address; give the place alone, as s3://bucket/key.',
  ].filter((problem): problem is string => typeof problem === 'string');
}

function hasCredentials(location: string): boolean {
  if (signed.test(location)) return true;
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(location);
}
