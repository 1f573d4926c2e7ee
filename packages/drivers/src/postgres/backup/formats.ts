/** What a stream of a backup is, as the manifest says it. */
export const formats = {
  /** Everything in one archive. */
  whole: 'pg_dump-custom',
  /** Definitions of tables, types and functions. */
  preData: 'pg_dump-custom-pre-data',
  /** Rows of some of the tables, or of all that are in no other stream; with the latter sequences and large objects. */
  data: 'pg_dump-custom-data',
  /** Indexes, constraints and triggers. */
  postData: 'pg_dump-custom-post-data',
} as const;
