// @ts-check

/**
 * What the catalog said when it could be reached: policies and what they govern, by entity reference. It
 * is asked where the catalog is silent, or does not know a store any more whose recovery points are still there.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('policy_memory', table => {
    table.comment('What the catalog last said that policies are decided by');
    table.string('entity_ref').primary().comment('in lower case');
    table
      .string('kind', 16)
      .notNullable()
      .comment('policy, or governed for what policies are for');
    table.text('entity', 'longtext').notNullable().comment('JSON');
    table.string('seen_at', 30).notNullable();
    table.index(['kind']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('policy_memory');
};
