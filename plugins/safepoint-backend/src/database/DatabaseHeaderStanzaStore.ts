import type { Knex } from 'knex';
import type { HeaderStanza, HeaderStanzaStore } from './HeaderStanzaStore';
import { stanzaMapping } from './stanzaMapping';

/** Stanzas as rows; the primary key decides who was first. */
export class DatabaseHeaderStanzaStore implements HeaderStanzaStore {
  constructor(private readonly connection: Knex) {}

  async claim(stanzas: HeaderStanza[]): Promise<HeaderStanza[]> {
    if (stanzas.length === 0) return [];
    await this.table
      .insert(stanzas.map(stanza => stanzaMapping.toRow(stanza)))
      .onConflict('digest')
      .ignore();
    const owners = await this.listByDigests(stanzas.map(s => s.digest));
    return stanzas.filter(
      stanza => !owners.some(owner => isSameOwner(owner, stanza)),
    );
  }

  async listByDigests(digests: string[]): Promise<HeaderStanza[]> {
    const rows = await this.table.whereIn('digest', digests);
    return rows.map(row => stanzaMapping.fromRow(row));
  }

  private get table() {
    return this.connection(stanzaMapping.table);
  }
}

function isSameOwner(a: HeaderStanza, b: HeaderStanza): boolean {
  return (
    a.digest === b.digest &&
    a.recoveryPointId === b.recoveryPointId &&
    a.object === b.object
  );
}
