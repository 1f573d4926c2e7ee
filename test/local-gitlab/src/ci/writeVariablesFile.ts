import { writeFile } from 'node:fs/promises';

/**
 * Writes variables for gitlab-ci-local. A file and not `--variable`, because arguments are visible to every user of
 * the machine. JSON is YAML; the explicit type keeps a value that starts with `/` from being read as a file's name.
 */
export async function writeVariablesFile(
  path: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = Object.entries(variables).map(([name, value]) => [
    name,
    { type: 'variable', values: { '*': value } },
  ]);
  await writeFile(path, JSON.stringify(Object.fromEntries(entries)), {
    mode: 0o600,
  });
}
