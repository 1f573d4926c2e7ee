/*
 * node scripts/test/validateOpenApi.mjs FILE
 *
 * `backstage-repo-tools package schema openapi validate` looks for src/schema/openapi.yaml only; ours stands
 * at the root of its package. This asks the same validator.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: Parser } = createRequire(
  require.resolve('@backstage/repo-tools/package.json'),
)('@apidevtools/swagger-parser');

/** @typedef {{ instancePath: string, keyword: string, message: string, params: object }} Problem */

try {
  await Parser.validate(process.argv[2]);
} catch (error) {
  const { message, details = [] } =
    /** @type {Error & { details?: Problem[] }} */ (error);
  // Whatever holds a wrong part fails as well; the parts say it all.
  const causes = details.filter(
    ({ keyword, message: text }) =>
      keyword !== 'oneOf' && !text.includes("'$ref'"),
  );
  const lines = causes.map(
    p => `  ${p.instancePath} ${p.message}: ${JSON.stringify(p.params)}`,
  );
  console.error(
    lines.length > 0 ? [...new Set(lines)].slice(0, 30).join('\n') : message,
  );
  process.exitCode = 1;
}
