import {
  type PolicyReading,
  readRecoveryPolicy,
  recoveryPolicyKind,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseAllDocuments,
} from 'yaml';

/** One thing that is wrong, or unwise, in a file. */
export interface LintFinding {
  file: string;
  line: number;
  /** Path and message. */
  message: string;
}

export interface LintResult {
  policies: number;
  problems: LintFinding[];
  /** What is possible and still unwise. */
  notes: LintFinding[];
}

/** Reads every policy of every file; tells all problems of all of them. Pure: the files are given. */
export function lintPolicies(
  files: { file: string; text: string }[],
): LintResult {
  const result: LintResult = { policies: 0, problems: [], notes: [] };
  const seen = new Map<string, string>();
  for (const { file, text } of files) {
    const lines = new LineCounter();
    const parsed = parseAllDocuments(text, { lineCounter: lines });
    const documents = Array.isArray(parsed) ? parsed : [];
    const lineAt = (offset: number) => lines.linePos(offset).line;
    if (documents.length === 0) {
      result.problems.push({ file, line: 1, message: 'there is no policy' });
    }
    for (const document of documents) {
      lintDocument({ file, document, lineAt, seen }, result);
    }
  }
  return result;
}

interface LintedDocument {
  file: string;
  document: Document;
  lineAt: (offset: number) => number;
  /** Where a policy of that reference was found. */
  seen: Map<string, string>;
}

function lintDocument(linted: LintedDocument, result: LintResult): void {
  const { file, document, lineAt } = linted;
  // A document's own range begins with the line that parts it from the one before.
  const start = lineAt(
    document.contents?.range?.[0] ?? document.range?.[0] ?? 0,
  );
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      const message = error.message.split('\n')[0];
      result.problems.push({ file, line: lineAt(error.pos[0]), message });
    }
    return;
  }
  const content: unknown = document.toJS();
  const kind = (content as { kind?: unknown } | null)?.kind;
  if (kind !== recoveryPolicyKind) {
    const message = `kind: must be ${recoveryPolicyKind}; put other entities into files of their own`;
    result.problems.push({ file, line: start, message });
    return;
  }
  result.policies += 1;
  const reading = readRecoveryPolicy(content);
  const findings =
    reading.outcome === 'invalid' ? reading.problems : reading.notes;
  const target = reading.outcome === 'invalid' ? result.problems : result.notes;
  for (const { path, message } of findings) {
    const offset = offsetOf(document, path);
    target.push({
      file,
      line: offset === undefined ? start : lineAt(offset),
      message: path ? `${path}: ${message}` : message,
    });
  }
  noteTwin(reading, { ...linted, start }, result);
}

function noteTwin(
  reading: PolicyReading,
  { file, seen, start }: LintedDocument & { start: number },
  result: LintResult,
): void {
  if (reading.outcome === 'invalid') return;
  const { ref, name } = reading.policy;
  const other = seen.get(ref);
  if (other) {
    const message = `metadata.name: there is a policy ${name} in ${other} already; the catalog takes one of them`;
    result.problems.push({ file, line: start, message });
  }
  seen.set(ref, `${file}:${start}`);
}

/** Where the key stands; where there is none, the nearest one on the way to it. */
function offsetOf(document: Document, path: string): number | undefined {
  const keys = (path.match(/[^.[\]]+|(?<=\[)\d+/g) ?? []).map(key =>
    /^\d+$/.test(key) ? Number(key) : key,
  );
  for (let length = keys.length; length > 0; length--) {
    const parent = document.getIn(keys.slice(0, length - 1), true);
    const last = keys[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
      : undefined;
    const node = pair?.key ?? document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}
