// @ts-check

/**
 * An index over storage like the tables before it; a set that is being taken lives only while its run does.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('recovery_sets', table => {
    table.comment('Recovery points that one run took together');
    table.string('id', 26).primary();
    table.string('run_id', 26).notNullable();
    table
      .string('entity_ref')
      .notNullable()
      .comment('the component that was saved, or else the first of the stores');
    table.string('environment', 63).notNullable();
    table
      .string('status', 20)
      .notNullable()
      .comment('taking, complete or incomplete');
    table.string('trigger', 20).notNullable();
    table.string('deployment_id', 26).nullable();
    table.text('recovery_point_ids').notNullable().comment('JSON array');
    table.float('skew_seconds', 53).nullable();
    table.string('state_from', 30).nullable();
    table.string('state_to', 30).nullable();
    table.text('problem').nullable().comment('JSON');
    table.string('created_at', 30).notNullable();
    table.string('finished_at', 30).nullable();
    table.integer('revision').notNullable().defaultTo(0);
    table.unique(['run_id']);
  });
  await knex.schema.alterTable('recovery_points', table => {
    table.string('set_id', 26).nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table.dropColumn('set_id');
  });
  await knex.schema.dropTable('recovery_sets');
};
