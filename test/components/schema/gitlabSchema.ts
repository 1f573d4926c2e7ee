import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const start =
  '{$schema:"http://json-schema.org/draft-07/schema#",$id:"https://gitlab.com/.gitlab-ci.yml"';

/**
 * GitLab's own schema of CI configurations, as gitlab-ci-local carries it: a literal in its bundle.
 * One rule is left out: the schema wants a tag in `tags`, while GitLab itself takes an empty list.
 */
export function compileGitLabSchema(): ValidateFunction {
  const bundle = readFileSync(require.resolve('gitlab-ci-local'), 'utf8');
  const from = bundle.indexOf(start);
  if (from < 0) throw new Error('gitlab-ci-local carries no schema any more');
  const literal = bundle.slice(from, endOfLiteral(bundle, from));
  const schema = JSON.parse(
    runInNewContext(`JSON.stringify(${literal})`, {}) as string,
  );
  delete schema.definitions.tags.minItems;
  return addFormats(new Ajv({ strict: false, allErrors: true })).compile(
    schema,
  );
}

/** The index after the bracket that closes the one at `from`; brackets in strings do not count. */
function endOfLiteral(source: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let index = from; index < source.length; index += 1) {
    const character = source[index];
    if (quote) {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if ('"\'`'.includes(character)) quote = character;
    else if ('{['.includes(character)) depth += 1;
    else if ('}]'.includes(character)) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  throw new Error('the schema in gitlab-ci-local does not end');
}
