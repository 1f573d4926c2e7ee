// @ts-check

/**
 * Messages that are decided and not yet known to be sent; a message and what is remembered of having told
 * it are written as one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('message_outbox', table => {
    table.comment('Messages to people that are decided and not yet sent');
    table.string('id', 26).primary().comment('ULID; in the order decided');
    table.string('thread', 300).notNullable();
    table.text('message').notNullable().comment('JSON');
    table.string('created_at', 30).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table
      .string('next_attempt_at', 30)
      .notNullable()
      .comment('who sends it moves this on first, so that nobody else does');
    table.index(['next_attempt_at']);
    table.index(['thread', 'id']);
  });
  await knex.schema.alterTable('problems', table => {
    table.string('first_told_at', 30).nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('problems', table => {
    table.dropColumn('first_told_at');
  });
  await knex.schema.dropTable('message_outbox');
};
