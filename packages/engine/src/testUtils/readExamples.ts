import { readFileSync } from 'node:fs';

/**
 * The examples of a document that are labelled with a file name in their first line, such as
 * `# safepoint.yaml`; so that a test can run what a reader would copy. Throws if there is none.
 */
export function readExamples(documentFile: string, label: string): string[] {
  const text = readFileSync(documentFile, 'utf8');
  const fence = /^( *)```\w+\n([\s\S]*?)\n\1```$/gm;
  const examples = [...text.matchAll(fence)]
    .map(([, indent, body]) => body.replace(new RegExp(`^${indent}`, 'gm'), ''))
    .filter(body => body.startsWith(`# ${label}\n`));
  if (examples.length === 0) {
    throw new Error(`${documentFile} has no example labelled '# ${label}'.`);
  }
  return examples;
}
