/** One age stanza of the header of a stored object. */
export interface HeaderStanza {
  digest: string;
  recoveryPointId: string;
  object: string;
}

/**
 * Every age stanza ever seen. A stanza belongs to one object for ever: a header that was copied from
 * another point would make the portal unwrap that other point's key.
 */
export interface HeaderStanzaStore {
  /** The stanzas that belong to another object already; empty if all are now claimed for theirs. */
  claim(stanzas: HeaderStanza[]): Promise<HeaderStanza[]>;
  listByDigests(digests: string[]): Promise<HeaderStanza[]>;
}
