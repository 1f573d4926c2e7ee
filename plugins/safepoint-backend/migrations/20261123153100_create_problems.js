// @ts-check

/**
 * What is wrong now, and what people were told of it. An index: whoever finds a problem finds it again, so
 * that a database that was lost opens it anew and tells of it once more.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('problems', table => {
    table.comment(
      'Problems that are open, and those that were resolved lately',
    );
    table
      .string('id', 26)
      .primary()
      .comment('ULID; one for each time it lasts');
    table
      .string('problem_key', 64)
      .notNullable()
      .comment('SHA-256 of source, entity, environment and code');
    table
      .string('open_key', 64)
      .nullable()
      .comment('problem_key while it is open, so that it is open only once');
    table.string('source', 20).notNullable();
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table.string('code', 120).notNullable();
    table.string('severity', 10).notNullable();
    table.text('title').notNullable();
    table.text('text').notNullable();
    table.text('link').nullable();
    table.string('since', 30).notNullable();
    table.string('opened_at', 30).notNullable();
    table.string('resolved_at', 30).nullable();
    table.integer('reopened').notNullable().defaultTo(0);
    table.string('acknowledged_at', 30).nullable();
    table.string('acknowledged_by').nullable();
    table
      .string('thread', 80)
      .nullable()
      .comment('of the notifications that told of it');
    table
      .text('recipients')
      .nullable()
      .comment('JSON array; who was told, so that they hear of its end');
    table.string('told_at', 30).nullable();
    table.string('told_severity', 10).nullable();
    table.integer('escalations').notNullable().defaultTo(0);
    table
      .string('closed_at', 30)
      .nullable()
      .comment('nothing is left to be told, and it does not open again');
    table
      .string('next_look_at', 30)
      .nullable()
      .comment('when something may have to be told');
    table.integer('revision').notNullable().defaultTo(1);
    table.unique(['open_key']);
    table.index(['problem_key']);
    table.index(['entity_ref', 'environment', 'source']);
    table.index(['next_look_at']);
    table.index(['thread']);
    table.index(['closed_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('problems');
};
