// @ts-check

/**
 * What was told is kept for a while, so that the same fact found again is not told again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('alert_outbox', table => {
    table.string('told_at', 30).nullable();
    table.index(['told_at', 'raised_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('alert_outbox', table => {
    table.dropIndex(['told_at', 'raised_at']);
    table.dropColumn('told_at');
  });
};
