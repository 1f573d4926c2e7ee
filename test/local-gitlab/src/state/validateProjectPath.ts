/** Throws when a text is no path of a project: a group and a name, at least. */
export function validateProjectPath(path: string): void {
  const parts = path.split('/');
  const valid = /^[a-zA-Z0-9_][\w.-]*$/;
  if (
    parts.length < 2 ||
    !parts.every(part => valid.test(part) && !/\.git$/.test(part))
  ) {
    throw new Error(
      `'${path}' is no project path: give a group and a name such as 'shop/orders', of letters, digits, '_', '-' and '.'`,
    );
  }
}
