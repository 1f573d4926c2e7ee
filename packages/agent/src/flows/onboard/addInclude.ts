import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
} from 'yaml';

/** One include of a component. */
export interface ComponentInclude {
  component: string;
  inputs: Record<string, string>;
}

const advice =
  'Write `include` as a list with a dash and a line for each entry, and run this again.';

/**
 * The configuration with one include more, everything else as it was, comments and all. Throws where that
 * cannot be done without rewriting what people wrote.
 */
export function addInclude(text: string, include: ComponentInclude): string {
  const document = parseConfiguration(text);
  const added = insert(text, document, include);
  const before = document.toJS() ?? {};
  const after = parseConfiguration(added).toJS();
  // What was written is looked at once more as GitLab will read it.
  const expected = { ...before, include: [include, ...listOf(before.include)] };
  if (!isDeepStrictEqual(after, expected)) {
    throw new Error(`.gitlab-ci.yml: the include cannot be added. ${advice}`);
  }
  return added;
}

/** Parses a configuration; `!reference` is kept as the list that it is. */
export function parseConfiguration(text: string): Document.Parsed {
  return parseDocument(text, {
    customTags: [{ tag: '!reference', collection: 'seq' }],
  });
}

function insert(
  text: string,
  document: Document.Parsed,
  include: ComponentInclude,
): string {
  const pair = isMap(document.contents)
    ? document.contents.items.find(
        ({ key }) => isScalar(key) && key.value === 'include',
      )
    : undefined;
  if (!pair) {
    return `include:\n${format(include, '  ')}\n${text}`;
  }
  const { value } = pair;
  if (isSeq(value) && !value.flow && value.range) {
    // First in the list: where a list ends, comments make hard to tell.
    const start = text.lastIndexOf('\n', value.range[0]) + 1;
    const indent = text.slice(start, value.range[0]);
    return text.slice(0, start) + format(include, indent) + text.slice(start);
  }
  if (isScalar(value) && value.range) {
    const [from, to] = value.range;
    const head = text.slice(0, from).trimEnd();
    const own = `  - ${text.slice(from, to)}`;
    return `${head}\n${format(include, '  ')}${own}${text.slice(to)}`;
  }
  throw new Error(`.gitlab-ci.yml: the include cannot be added. ${advice}`);
}

function format(
  { component, inputs }: ComponentInclude,
  indent: string,
): string {
  const lines = Object.entries(inputs).map(
    ([name, value]) => `${indent}    ${name}: ${stringify(value).trim()}\n`,
  );
  return `${indent}- component: ${component}\n${indent}  inputs:\n${lines.join(
    '',
  )}`;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
