import type { DriverContext } from '@safepoint/engine';
import type { Client, QueryArrayConfig } from 'pg';
import { parseConnection } from '../connection/parseConnection';
import { scrubSecrets } from '../connection/scrubSecrets';
import { withClient } from '../connection/withClient';
import { parseOptions } from '../options';

export interface Assertion {
  name: string;
  sql?: string;
  equals?: unknown;
}

export interface AssertionResult {
  name: string;
  passed: boolean;
  expected?: string;
  actual?: string;
}

const MAX_SHOWN = 500;

/** How PostgreSQL writes the value as text. */
function formatExpected(value: unknown): string {
  if (value === true) return 't';
  if (value === false) return 'f';
  return String(value);
}

async function readValue(client: Client, sql: string): Promise<string> {
  const statement: QueryArrayConfig & { queryMode: 'extended' } = {
    text: sql,
    // The extended protocol takes one statement only.
    queryMode: 'extended',
    rowMode: 'array',
    types: { getTypeParser: () => (value: string) => value },
  };
  const result = await client.query<(string | null)[]>(statement);
  const [row] = result.rows;
  if (result.rows.length !== 1 || row.length !== 1) {
    return `${result.rows.length} rows of ${result.fields.length} columns; an assertion selects one value`;
  }
  return row[0] ?? 'null';
}

async function runAssertion(
  client: Client,
  assertion: Assertion,
  secrets: string[],
): Promise<AssertionResult> {
  const { name, sql } = assertion;
  const expected = formatExpected(assertion.equals).slice(0, MAX_SHOWN);
  if (!sql) {
    return {
      name,
      passed: false,
      expected,
      actual: 'the assertion has no sql',
    };
  }
  await client.query('begin read only');
  try {
    const actual = await readValue(client, sql);
    return {
      name,
      passed: actual === formatExpected(assertion.equals),
      expected,
      actual: actual.slice(0, MAX_SHOWN),
    };
  } catch (error) {
    const said = scrubSecrets((error as Error).message, secrets);
    return {
      name,
      passed: false,
      expected,
      actual: `error: ${said}`.slice(0, MAX_SHOWN),
    };
  } finally {
    await client.query('rollback');
  }
}

/** Runs a service's assertions one by one, read-only, each with a timeout. An error is a failed one. */
export async function runAssertions(
  context: DriverContext,
  assertions: Assertion[],
): Promise<AssertionResult[]> {
  const connection = parseConnection(context.connection);
  const { assertionTimeoutSeconds } = parseOptions(context.options);
  return await withClient(
    connection,
    async client => {
      await client.query('set default_transaction_read_only = on');
      await client.query(
        `set statement_timeout = '${assertionTimeoutSeconds}s'`,
      );
      const results: AssertionResult[] = [];
      for (const assertion of assertions) {
        context.signal.throwIfAborted();
        results.push(await runAssertion(client, assertion, connection.secrets));
      }
      return results;
    },
    context.signal,
  );
}
