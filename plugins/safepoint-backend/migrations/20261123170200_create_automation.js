// @ts-check

/**
 * What services ask for and tell. The claim about a point that was made elsewhere is part of its durable
 * record; which calls were answered already is not, and may be forgotten after a while.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    table
      .text('external')
      .nullable()
      .comment('JSON; what whoever made it elsewhere says of it');
  });
  await knex.schema.createTable('automation_calls', table => {
    table.comment('Calls of services that were answered, to answer them again');
    table.string('subject').notNullable();
    table.string('idempotency_key', 128).notNullable();
    table
      .string('digest', 64)
      .notNullable()
      .comment('SHA-256 of what was asked, so that a key is of one call');
    table
      .string('result_id', 64)
      .notNullable()
      .comment('of the request or the recovery point');
    table.string('created_at', 30).notNullable();
    table.primary(['subject', 'idempotency_key']);
    table.index(['created_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('automation_calls');
  await knex.schema.alterTable('recovery_points', table => {
    table.dropColumn('external');
  });
};
