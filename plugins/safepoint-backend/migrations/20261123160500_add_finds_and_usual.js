// @ts-check

/**
 * What the listing of storage found beside what is known, and how a point compares with those before it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table
      .text('unusual')
      .nullable()
      .comment('JSON; what of it is far from the points before it');
    table
      .string('usual_judged_at', 30)
      .nullable()
      .comment('when it was compared; null: not yet');
  });
  await knex.schema.createTable('scrub_listing', table => {
    table.comment('How far the rolling listing of storage has come');
    table.string('id', 10).primary();
    table.string('next_at', 30).nullable().comment('when it goes on');
    table.text('cursor').nullable().comment('the key that it goes on after');
    table.string('started_at', 30).nullable().comment('of this pass');
    table.string('finished_at', 30).nullable().comment('of the last pass');
  });
  await knex.schema.createTable('stray_objects', table => {
    table.comment('Objects in the folder of a recovery point that never was');
    table.string('folder', 500).primary();
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table.integer('objects').notNullable();
    table.bigInteger('bytes').notNullable();
    table.string('newest_at', 30).notNullable();
    table.string('seen_at', 30).notNullable().comment('start of the pass');
    table.index(['entity_ref', 'environment']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('stray_objects');
  await knex.schema.dropTable('scrub_listing');
  await knex.schema.alterTable('recovery_points', table => {
    table.dropColumn('unusual');
    table.dropColumn('usual_judged_at');
  });
};
