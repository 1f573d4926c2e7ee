// @ts-check

const moments = [
  ['expired_at', 'when retention decided that it goes'],
  ['delete_after', 'until then that can be taken back'],
  ['deletion_started_at', 'from then on there is no way back'],
  ['deleted_at', 'when nothing of it was left in storage'],
  ['locked_until', 'until then the storage refuses to delete it'],
  ['pinned_until', 'the end of the pin that reaches furthest'],
];

/**
 * What retention decided of a recovery point is told by its records, as are holds; what is due when is not:
 * a rebuild makes all of it due again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('recovery_points', table => {
    for (const [name, comment] of moments) {
      table.string(name, 30).nullable().comment(comment);
    }
    table.boolean('held').nullable().comment('under a legal hold');
    table
      .string('retention_seen_at', 30)
      .nullable()
      .comment('when retention learned of the point; no fact of storage');
    table
      .string('retention_due_at', 30)
      .nullable()
      .comment('not looked at again before; no fact of storage');
    table.index(['status', 'retention_seen_at']);
    table.index(['status', 'delete_after']);
  });

  await knex.schema.createTable('holds', table => {
    table.comment('Recovery points that are kept by the word of a person');
    table.string('id', 26).primary();
    table.string('kind', 20).notNullable().comment('legal-hold or pin');
    table.string('instance_id', 26).notNullable();
    table.string('recovery_point_id', 26).notNullable();
    table.text('reason').notNullable();
    table.string('until', 30).nullable().comment('of a pin');
    table.string('placed_by').notNullable();
    table.string('placed_at', 30).notNullable();
    table.string('released_by').nullable();
    table.string('released_at', 30).nullable();
    table.text('release_reason').nullable();
    table
      .string('enforcement', 20)
      .notNullable()
      .comment('pending, storage, portal or lifted');
    table.integer('revision').notNullable();
    table.index(['recovery_point_id']);
    table.index(['enforcement']);
  });

  await knex.schema.createTable('retention_instances', table => {
    table.comment('When the retention of a store instance is planned again');
    table.string('instance_id', 26).primary();
    table.string('due_at', 30).notNullable();
    table.string('planned_at', 30).nullable();
    table.index(['due_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('retention_instances');
  await knex.schema.dropTable('holds');
  await knex.schema.alterTable('recovery_points', table => {
    table.dropIndex(['status', 'retention_seen_at']);
    table.dropIndex(['status', 'delete_after']);
    table.dropColumns(
      ...moments.map(([name]) => name),
      'held',
      'retention_seen_at',
      'retention_due_at',
    );
  });
};
