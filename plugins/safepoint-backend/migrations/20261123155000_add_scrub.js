// @ts-check

/**
 * When storage is looked at, and what was found there. None of the schedule is a fact of storage: after a
 * rebuild of a lost database every look has the moment of its period that the id gives it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table
      .string('next_scrub_at', 30)
      .nullable()
      .comment('when its objects are looked at; null: not planned yet');
    table
      .string('next_read_at', 30)
      .nullable()
      .comment('when its bytes are read in full; null: not wanted');
    table.string('scrubbed_at', 30).nullable().comment('the last look');
    table.string('read_at', 30).nullable().comment('the last full read');
    table
      .text('scrub_findings')
      .nullable()
      .comment('JSON; what of it is not as it was stored; null: nothing');
    table
      .string('origin', 10)
      .nullable()
      .comment('found: in storage, and not by a run of this portal');
    table.index(['status', 'next_scrub_at']);
    table.index(['next_read_at']);
  });
  await knex.schema.alterTable('store_instances', table => {
    table
      .string('next_scrub_at', 30)
      .nullable()
      .comment('when the bytes of its newest point are read');
    table.index(['next_scrub_at']);
  });
  await knex.schema.createTable('scrub_reads', table => {
    table.comment('What reading in full has cost, by day');
    table.string('day', 10).primary().comment('UTC');
    table.bigInteger('bytes').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('scrub_reads');
  await knex.schema.alterTable('store_instances', table => {
    table.dropIndex(['next_scrub_at']);
    table.dropColumn('next_scrub_at');
  });
  await knex.schema.alterTable('recovery_points', table => {
    table.dropIndex(['status', 'next_scrub_at']);
    table.dropIndex(['next_read_at']);
    for (const name of [
      ...['next_scrub_at', 'next_read_at', 'scrubbed_at', 'read_at'],
      ...['scrub_findings', 'origin'],
    ]) {
      table.dropColumn(name);
    }
  });
};
