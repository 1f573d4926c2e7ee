// @ts-check

/**
 * Everything here is an index over storage, except what is alive only while a job runs (runs, leases,
 * uploads, parts, used tokens) and the outbox of records that are on their way to storage.
 * Times are ISO 8601 strings in UTC with milliseconds, so that SQLite and PostgreSQL compare alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('store_instances', table => {
    table.comment('Data stores by environment');
    table.string('id', 26).primary().comment('ULID; stable for ever');
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table.string('driver', 40).notNullable();
    table
      .text('identity')
      .nullable()
      .comment('JSON; what the driver knows the store by');
    table
      .string('identity_status', 20)
      .notNullable()
      .comment('unknown, accepted or changed');
    table.integer('revision').notNullable().defaultTo(1);
    table.string('created_at', 30).notNullable();
    table.unique(['entity_ref', 'environment']);
  });

  await knex.schema.createTable('bindings', table => {
    table.comment(
      'Which GitLab project may do what with an entity in an environment',
    );
    table.string('id', 26).primary();
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table
      .text('operations')
      .notNullable()
      .comment('JSON array of backup, drill, restore, deploy');
    table.string('issuer').notNullable();
    table.string('project_id', 40).notNullable();
    table.string('namespace_id', 40).nullable();
    table
      .string('status', 20)
      .notNullable()
      .comment('proposed, confirmed or revoked');
    table
      .string('origin')
      .notNullable()
      .comment('annotation, config rule or user');
    table.string('decided_by').nullable();
    table.string('decided_at', 30).nullable();
    table.integer('revision').notNullable().defaultTo(1);
    table.string('created_at', 30).notNullable();
    table.unique(['entity_ref', 'environment', 'issuer', 'project_id']);
  });

  await knex.schema.createTable('runs', table => {
    table.comment('Executions of the agent');
    table.string('id', 26).primary();
    table
      .string('token_digest', 64)
      .notNullable()
      .comment('SHA-256 of the run token');
    table
      .string('secret_digest', 64)
      .notNullable()
      .comment('SHA-256 of the secret that allows the opening to be repeated');
    table
      .string('identity_digest', 64)
      .notNullable()
      .comment('SHA-256 of the ID token that opened it');
    table
      .string('operation', 20)
      .notNullable()
      .comment('backup, drill or restore');
    table.string('trigger', 20).nullable();
    table
      .string('status', 20)
      .notNullable()
      .comment('open, succeeded, failed or lost');
    table.string('issuer').notNullable();
    table.string('project_id', 40).notNullable();
    table.string('pipeline_id', 40).notNullable();
    table.string('job_id', 40).notNullable();
    table
      .text('claims')
      .notNullable()
      .comment('JSON; the claims that were verified, without the token');
    table.string('environment', 63).notNullable();
    table.string('component_ref').nullable();
    table.string('request_id', 64).nullable();
    table.string('deployment_id', 26).nullable();
    table
      .text('plan')
      .notNullable()
      .comment('JSON; the plan that was answered, to answer it again');
    table.string('opened_at', 30).notNullable();
    table.string('heartbeat_at', 30).notNullable();
    table.string('expires_at', 30).notNullable();
    table.string('finished_at', 30).nullable();
    table.text('problem').nullable().comment('JSON');
    table.unique(['identity_digest']);
    table.index(['status', 'expires_at']);
    table.index(['issuer', 'project_id', 'pipeline_id']);
  });

  await knex.schema.createTable('leases', table => {
    table.comment(
      'At most one holder of each store instance; the ticket fences off former holders',
    );
    table.string('instance_id', 26).primary();
    table.integer('ticket').notNullable();
    table
      .string('holder', 64)
      .nullable()
      .comment('run id, or deployment id between gate and outcome');
    table
      .string('purpose', 20)
      .nullable()
      .comment('backup, drill, restore or deployment');
    table.string('expires_at', 30).nullable();
  });

  await knex.schema.createTable('recovery_points', table => {
    table.comment('Restorable states of store instances');
    table.string('id', 26).primary();
    table.string('instance_id', 26).notNullable();
    table.string('run_id', 26).nullable();
    table
      .integer('ticket')
      .nullable()
      .comment('fencing ticket of the lease that it is written under');
    table.string('trigger', 20).notNullable();
    table.string('status', 20).notNullable();
    table.string('state_at', 30).nullable();
    table.string('created_at', 30).notNullable();
    table.string('completed_at', 30).nullable();
    table.string('deployment_id', 26).nullable();
    table.string('commit', 64).nullable();
    table.string('pipeline_url').nullable();
    table.bigInteger('source_bytes').nullable();
    table.bigInteger('stored_bytes').nullable();
    table.bigInteger('row_count').nullable();
    table.integer('table_count').nullable();
    table.string('engine_version', 80).nullable();
    table.string('schema_sha256', 64).nullable();
    table.string('level', 2).notNullable().defaultTo('L0');
    table.string('verified_at', 30).nullable();
    table.boolean('quarantined').notNullable().defaultTo(false);
    table
      .text('draft', 'longtext')
      .nullable()
      .comment('JSON; what the agent submitted, until the manifest is written');
    table
      .text('manifest', 'longtext')
      .nullable()
      .comment('JSON; the signed manifest as stored');
    table.text('problem').nullable().comment('JSON');
    table
      .integer('revision')
      .notNullable()
      .defaultTo(0)
      .comment('of its recovery-point-status record; 0: none');
    table.index(['instance_id', 'state_at']);
    table.index(['status']);
  });

  await knex.schema.createTable('uploads', table => {
    table.comment('Multipart uploads of points that are being written');
    table.string('recovery_point_id', 26).notNullable();
    table.string('object', 63).notNullable();
    table.string('key').notNullable();
    table.text('upload_id').notNullable();
    table.string('started_at', 30).notNullable();
    table.primary(['recovery_point_id', 'object']);
  });

  await knex.schema.createTable('header_stanzas', table => {
    table.comment(
      'Digest of every age stanza ever seen, so that a header copied from another point is refused',
    );
    table.string('digest', 64).primary();
    table.string('recovery_point_id', 26).notNullable();
    table.string('object', 63).notNullable();
    table.index(['recovery_point_id']);
  });

  await knex.schema.createTable('deployments', table => {
    table.comment('Runs of deploy jobs');
    table.string('id', 26).primary();
    table.string('entity_ref').notNullable();
    table.string('environment', 63).notNullable();
    table
      .string('status', 20)
      .notNullable()
      .comment('gated, running, succeeded, failed or abandoned');
    table.string('gate', 20).notNullable().comment('stage, strict or none');
    table.string('issuer').notNullable();
    table.string('project_id', 40).notNullable();
    table.string('pipeline_id', 40).notNullable();
    table.string('job_id', 40).nullable();
    table.string('commit', 64).nullable();
    table.string('ref').nullable();
    table.string('pipeline_url').nullable();
    table.string('job_url').nullable();
    table.string('receipt_digest', 64).nullable();
    table.string('receipt_expires_at', 30).nullable();
    table
      .text('recovery_point_ids')
      .notNullable()
      .comment('JSON array; the set that the gate took');
    table.string('gated_at', 30).notNullable();
    table.string('started_at', 30).nullable();
    table.string('finished_at', 30).nullable();
    table.text('marked_bad').nullable().comment('JSON');
    table.integer('revision').notNullable().defaultTo(1);
    table.index(['entity_ref', 'environment', 'gated_at']);
    table.index(['issuer', 'project_id', 'pipeline_id', 'environment']);
  });

  await knex.schema.createTable('drills', table => {
    table.comment(
      'Proofs: every restore that was checked, into a scratch target or for real',
    );
    table.string('id', 26).primary();
    table.string('recovery_point_id', 26).notNullable();
    table.string('run_id', 26).nullable();
    table.string('outcome', 20).notNullable();
    table.string('level', 2).notNullable();
    table.text('checks', 'longtext').notNullable().comment('JSON');
    table.text('phases').notNullable().comment('JSON; seconds');
    table.text('problem').nullable().comment('JSON');
    table.string('pipeline_url').nullable();
    table.string('started_at', 30).notNullable();
    table.string('finished_at', 30).nullable();
    table.integer('revision').notNullable().defaultTo(1);
    table.index(['recovery_point_id']);
  });

  await knex.schema.createTable('requests', table => {
    table.comment('What people asked for: backup now, drill, restore');
    table
      .string('id', 64)
      .primary()
      .comment('unguessable; also the name of its pipeline');
    table.string('kind', 20).notNullable();
    table.string('instance_id', 26).notNullable();
    table.string('target_environment', 63).nullable();
    table.string('recovery_point_id', 26).nullable();
    table.string('status', 20).notNullable();
    table.text('reason').nullable();
    table.string('requested_by').notNullable();
    table.string('requested_at', 30).notNullable();
    table.integer('approvals_needed').notNullable();
    table.text('decisions').notNullable().comment('JSON array');
    table.string('issuer').nullable();
    table.string('project_id', 40).nullable();
    table.string('pipeline_id', 40).nullable();
    table.string('pipeline_url').nullable();
    table
      .string('next_trigger_at', 30)
      .nullable()
      .comment('before that, GitLab is not asked again to make the pipeline');
    table.string('run_id', 26).nullable();
    table.string('started_at', 30).nullable();
    table.string('finished_at', 30).nullable();
    table.text('phases').nullable().comment('JSON; seconds');
    table.string('level', 2).nullable();
    table.string('kept').nullable();
    table.text('problem').nullable().comment('JSON');
    table.integer('revision').notNullable().defaultTo(1);
    table.index(['instance_id', 'requested_at']);
    table.index(['status']);
  });

  await knex.schema.createTable('record_outbox', table => {
    table.comment(
      'Durable records that are committed here and not yet known to be in storage',
    );
    table.string('key').primary();
    table.text('body', 'longtext').notNullable().comment('the signed document');
    table.string('created_at', 30).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'record_outbox',
    'requests',
    'drills',
    'deployments',
    'header_stanzas',
    'uploads',
    'recovery_points',
    'leases',
    'runs',
    'bindings',
    'store_instances',
  ]) {
    await knex.schema.dropTable(name);
  }
};
