import { SafepointError } from '@safepoint/engine';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { configSchema, type AgentConfig } from './configSchema';

type Issue = z.core.$ZodIssue;

/** The line of the nearest node that exists on the way to `path`. */
function lineOf(
  document: Document,
  lines: LineCounter,
  path: PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function describe(issue: Issue): { path: PropertyKey[]; message: string } {
  // A record reports a bad key as an issue about the key, with the reason inside.
  const nested =
    issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  const at = issue.path.map(String).join('.');
  return {
    path: issue.path,
    message: `${at ? `${at}: ` : ''}${nested ?? issue.message}`,
  };
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
  throw invalid(
    file,
    parsed.error.issues.map(issue => {
      const { path, message } = describe(issue);
      return `${file}:${lineOf(document, lines, path)}: ${message}`;
    }),
  );
}
