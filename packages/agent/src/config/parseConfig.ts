import { SafepointError } from '@safepoint/engine';
import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml';
import type { z } from 'zod';
import { configSchema, type AgentConfig } from './configSchema';

type Issue = z.core.$ZodIssue;

/** Where the key stands; where there is none, the nearest one on the way to it. */
function lineOf(
  document: Document,
  lines: LineCounter,
  path: PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function describe(issue: Issue): { path: PropertyKey[]; message: string }[] {
  const say = (message: string) =>
    `${issue.path.map(String).join('.')}: ${message}`.replace(/^: /, '');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: [...issue.path, key],
      message: say(`the key '${key}' is unknown`),
    }));
  }
  // A record reports a bad key as an issue about the key, with the reason inside.
  const reason =
    issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return [{ path: issue.path, message: say(reason ?? issue.message) }];
}

function invalid(file: string, problems: string[]): SafepointError {
  return new SafepointError({
    kind: 'config-invalid',
    message: `${file} is not valid:\n${problems
      .map(problem => `  ${problem}`)
      .join('\n')}`,
  });
}

/**
 * Parses `safepoint.yaml`. Throws `config-invalid` with every problem and its line. Variables are
 * resolved later, for the connections that a command really needs.
 */
export function parseConfig(text: string, file: string): AgentConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
  });
  if (document.errors.length > 0) {
    throw invalid(
      file,
      document.errors.map(
        error =>
          `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`,
      ),
    );
  }
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .flatMap(describe)
    .map(({ path, message }) => ({
      line: lineOf(document, lines, path),
      message,
    }))
    .sort((one, other) => one.line - other.line);
  throw invalid(
    file,
    problems.map(({ line, message }) => `${file}:${line}: ${message}`),
  );
}
