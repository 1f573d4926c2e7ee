// @ts-check

/**
 * What is learned from GitLab. Only the reason of a bypass is a durable fact; the rest says what has been
 * looked at and what is still to be told, and may be lost: looking again finds the same.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .text('bypass_reason')
      .nullable()
      .comment('why no gate stands behind it; none for a gated one');
  });
  await knex.schema.createTable('gate_refusals', table => {
    table.comment('Deploy jobs that the gate refused, for some days');
    table.string('issuer').notNullable();
    table.string('project_id', 40).notNullable();
    table.string('job_id', 40).notNullable();
    table.string('code', 40).notNullable();
    table.string('refused_at', 30).notNullable();
    table.primary(['issuer', 'project_id', 'job_id']);
    table.index(['refused_at']);
  });
  await knex.schema.createTable('watched_projects', table => {
    table.comment('How far GitLab has been asked for deployments');
    table.string('issuer').notNullable();
    table.string('project_id', 40).notNullable();
    table
      .string('seen_until', 30)
      .notNullable()
      .comment('of GitLab: everything that changed before has been looked at');
    table.string('next_look_at', 30).notNullable();
    table.primary(['issuer', 'project_id']);
  });
  await knex.schema.createTable('alert_outbox', table => {
    table.comment('Alerts that are raised and not yet known to be sent');
    table.string('dedupe_key').primary();
    table.text('alert').notNullable().comment('JSON');
    table.string('raised_at', 30).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.index(['raised_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('alert_outbox');
  await knex.schema.dropTable('watched_projects');
  await knex.schema.dropTable('gate_refusals');
  await knex.schema.alterTable('deployments', table => {
    table.dropColumn('bypass_reason');
  });
};
