// @ts-check

/**
 * What is on its way to others. None of it is a durable fact: every event follows from a record that is in
 * storage, and a rebuild of the index leaves these tables alone.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('events', table => {
    table.comment('What happened, once for each fact, while it is news');
    table.string('id', 32).primary().comment('follows from the fact');
    table.string('type', 80).notNullable();
    table.string('subject').notNullable();
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table.string('time', 30).notNullable();
    table.text('data').notNullable().comment('JSON');
    table.string('created_at', 30).notNullable();
    table.index(['created_at']);
  });
  await knex.schema.createTable('webhook_deliveries', table => {
    table.comment('Events on their way to endpoints');
    table.string('id', 26).primary();
    table.string('event_id', 32).notNullable();
    table.string('endpoint_id', 63).notNullable();
    table.string('type', 80).notNullable().comment('in which words it is told');
    table
      .string('status', 20)
      .notNullable()
      .comment('pending, delivered or dead');
    table.integer('attempts').notNullable().defaultTo(0);
    table.string('next_attempt_at', 30).notNullable();
    table
      .string('deadline', 30)
      .notNullable()
      .comment('after that it is a dead letter');
    table.string('claim', 32).nullable().comment('of whoever tries it now');
    table.string('claimed_until', 30).nullable();
    table.string('attempted_at', 30).nullable();
    table.integer('answer_status').nullable();
    table
      .text('problem')
      .nullable()
      .comment('why the last attempt failed; bounded, without secrets');
    table.string('settled_at', 30).nullable();
    table.string('created_at', 30).notNullable();
    table.unique(['event_id', 'endpoint_id', 'type']);
    table.index(['endpoint_id', 'status', 'next_attempt_at']);
    table.index(['status', 'id']);
  });
  await knex.schema.createTable('webhook_endpoints', table => {
    table.comment('How endpoints have been lately; all others are well');
    table.string('id', 63).primary();
    table.integer('failures').notNullable().comment('since the last success');
    table.string('open_until', 30).nullable().comment('nothing is sent before');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('webhook_endpoints');
  await knex.schema.dropTable('webhook_deliveries');
  await knex.schema.dropTable('events');
};
