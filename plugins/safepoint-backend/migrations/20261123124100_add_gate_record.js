// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .text('gate_record')
      .nullable()
      .comment(
        'JSON; what the gate decided and why; none for a bypass and before 2026-11-23',
      );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('deployments', table => {
    table.dropColumn('gate_record');
  });
};
