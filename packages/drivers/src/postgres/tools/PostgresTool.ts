/** A PostgreSQL client program that was found and asked for its version. */
export interface PostgresTool {
  path: string;
  /** As it says itself, e.g. `15.18 (Debian 15.18-0+deb12u1)`. */
  version: string;
  major: number;
}
