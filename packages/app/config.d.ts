export interface Config {
  /**
   * The users of the demo. Absent, nobody can sign in as one of them.
   * @deepVisibility frontend
   */
  safepointDemo?: {
    /**
     * Lets anybody who reaches the portal sign in as any of the users below, without a password.
     * Never switch it on where the portal can be reached by others.
     * Default: false.
     */
    enabled?: boolean;
    /** The users of the sign-in page. Each is a User entity of the catalog, in the namespace `default`. */
    users?: Array<{
      /** The entity's name. */
      name: string;
      displayName: string;
      /** One word that says what they do, shown beside the name. */
      role: string;
      /** One sentence on what they may do. */
      description: string;
    }>;
  };
}
