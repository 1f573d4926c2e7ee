// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table
      .string('baseline_of', 26)
      .nullable()
      .comment('the deployment whose baseline it became by promotion');
    table
      .string('unchanged_at', 30)
      .nullable()
      .comment('until then the store had still this state');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table.dropColumn('baseline_of');
    table.dropColumn('unchanged_at');
  });
};
