// @ts-check

/**
 * Finds the points that were not compared with those before them yet.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table.index(['usual_judged_at', 'completed_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table.dropIndex(['usual_judged_at', 'completed_at']);
  });
};
