// @ts-check

/**
 * What is known of every store instance, kept so that a page needs one query, and what has to be looked at
 * again. All of it follows from other tables and is made anew by whoever deletes it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('postures', table => {
    table.comment('The newest verdict on each store instance');
    table.string('instance_id', 26).primary();
    table.string('verdict', 20).nullable().comment('null: never evaluated');
    table
      .text('posture', 'longtext')
      .nullable()
      .comment('JSON; moments instead of ages, so that it does not go stale');
    table
      .text('objectives')
      .nullable()
      .comment('JSON; those that it was measured by');
    table.string('changes_at', 30).nullable();
    table.string('evaluated_at', 30).nullable();
    table
      .string('due_at', 30)
      .notNullable()
      .comment('when it is evaluated again by itself');
    table
      .string('claimed_until', 30)
      .nullable()
      .comment('until then one replica is at it');
    table
      .integer('revision')
      .notNullable()
      .defaultTo(0)
      .comment('of the evaluation; a slower one with older facts is refused');
    table.index(['due_at']);
  });
  await knex.schema.createTable('posture_marks', table => {
    table.comment(
      'Something happened: evaluate what it concerns. Rows are only added, so that no two writers wait for each other',
    );
    table.increments('id');
    table
      .string('scope', 20)
      .notNullable()
      .comment('instance, store, or component: every store that it depends on');
    table.string('subject').notNullable().comment('instance id or entity ref');
    table.string('claimed_until', 30).nullable();
    table.index(['subject']);
  });
  await knex.schema.createTable('heartbeats', table => {
    table.comment('When each thing that the portal does by itself last worked');
    table.string('task_id').primary();
    table.string('since', 30).notNullable().comment('first heard of');
    table.string('beaten_at', 30).nullable().comment('last success');
  });
  await knex.schema.alterTable('recovery_points', table => {
    table
      .text('extensions')
      .nullable()
      .comment('JSON; of the database; null: unknown');
    table.index(['instance_id', 'id'], 'recovery_points_of_instance');
    table.index(
      ['instance_id', 'status', 'state_at'],
      'recovery_points_by_status',
    );
  });
  await knex.schema.alterTable('drills', table => {
    table.string('instance_id', 26).nullable().comment('of the point');
    table.index(['instance_id', 'id'], 'drills_of_instance');
  });
  await knex.schema.alterTable('deployments', table => {
    table.index(['entity_ref', 'environment', 'id'], 'deployments_of_entity');
  });
  await knex('drills').update({
    instance_id: knex('recovery_points')
      .select('instance_id')
      .where('id', knex.ref('drills.recovery_point_id')),
  });
  await knex.raw(
    "insert into posture_marks (scope, subject) select 'instance', id from store_instances",
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('deployments', table => {
    table.dropIndex(
      ['entity_ref', 'environment', 'id'],
      'deployments_of_entity',
    );
  });
  await knex.schema.alterTable('drills', table => {
    table.dropIndex(['instance_id', 'id'], 'drills_of_instance');
    table.dropColumn('instance_id');
  });
  await knex.schema.alterTable('recovery_points', table => {
    table.dropIndex(['instance_id', 'id'], 'recovery_points_of_instance');
    table.dropIndex(
      ['instance_id', 'status', 'state_at'],
      'recovery_points_by_status',
    );
    table.dropColumn('extensions');
  });
  await knex.schema.dropTable('heartbeats');
  await knex.schema.dropTable('posture_marks');
  await knex.schema.dropTable('postures');
};
