// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table
      .string('caused_by', 26)
      .nullable()
      .comment('the failed deployment that the portal asked for it because of');
    // One request for each store, however often the failure is reported.
    table.unique(['caused_by', 'instance_id'], {
      indexName: 'requests_cause_unique',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropUnique(['caused_by', 'instance_id'], 'requests_cause_unique');
  });
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('caused_by');
  });
};
