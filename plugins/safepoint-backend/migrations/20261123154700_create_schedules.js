// @ts-check

/**
 * When scheduled work has its turn. The rows of `schedules` follow from policies and from the slots of
 * requests and may be lost; pauses are durable records.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('schedules', table => {
    table.comment('The next turn of each scheduled work of a store instance');
    table.string('instance_id', 26).notNullable();
    table.string('kind', 10).notNullable().comment('backup or drill');
    table.string('cron').notNullable();
    table.string('timezone', 60).notNullable();
    table.string('slot', 30).notNullable().comment('the one that is next');
    table
      .string('next_due_at', 30)
      .notNullable()
      .comment('when its turn is; in the past it is late');
    table
      .string('look_at', 30)
      .notNullable()
      .comment('when a tick looks at it; later than next_due_at if it waits');
    table.string('last_slot', 30).nullable();
    table.string('delay', 30).nullable().comment('why its turn has not come');
    table.text('delay_reason').nullable();
    table.text('problem').nullable().comment('JSON; what is told to people');
    table.integer('revision').notNullable().defaultTo(1);
    table.primary(['instance_id', 'kind']);
    // All that a tick and a check read: their cost goes by what is due.
    table.index(['look_at']);
    table.index(['next_due_at']);
  });
  await knex.schema.createTable('schedule_pauses', table => {
    table.comment('Until when scheduled work is not started, and why');
    table.string('id', 40).primary().comment('instance and kind');
    table.string('instance_id', 26).notNullable();
    table.string('kind', 10).notNullable();
    table.string('until', 30).notNullable();
    table.text('reason').notNullable();
    table.string('paused_by').notNullable();
    table.string('paused_at', 30).notNullable();
    table.string('resumed_by').nullable();
    table.string('resumed_at', 30).nullable();
    table.integer('revision').notNullable().defaultTo(1);
    table.unique(['instance_id', 'kind']);
  });
  await knex.schema.createTable('schedule_clock', table => {
    table.comment('One row: what the ticks of all replicas share');
    table.string('id', 10).primary();
    table.string('last_tick_at', 30).nullable();
    table
      .string('synced_until', 26)
      .notNullable()
      .defaultTo('')
      .comment('instance that the last page of the rolling check ended with');
  });
  await knex('schedule_clock').insert({ id: 'clock' });
  await knex.schema.alterTable('requests', table => {
    table
      .string('slot', 30)
      .nullable()
      .comment('of the schedule that it was made for');
    // Whatever a schedule's row says, a slot is used once.
    table.unique(['instance_id', 'kind', 'slot'], {
      indexName: 'requests_slot_unique',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropUnique(['instance_id', 'kind', 'slot'], 'requests_slot_unique');
  });
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('slot');
  });
  await knex.schema.dropTable('schedule_clock');
  await knex.schema.dropTable('schedule_pauses');
  await knex.schema.dropTable('schedules');
};
