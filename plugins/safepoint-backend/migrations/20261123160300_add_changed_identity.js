// @ts-check

/**
 * Whoever accepts another store says which one, so it is kept until then.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('store_instances', table => {
    table
      .text('changed_identity')
      .nullable()
      .comment('JSON; what was found in the place of the accepted identity');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('store_instances', table => {
    table.dropColumn('changed_identity');
  });
};
