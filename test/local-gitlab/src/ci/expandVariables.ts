/** Replaces `$NAME`, `${NAME}` and `$$` in a text; unknown names become empty, nested ones are followed. */
export function expandText(
  text: string,
  variables: Readonly<Record<string, string>>,
  depth = 0,
): string {
  return text.replace(
    /\$\$|\$\{([a-zA-Z_]\w*)\}|\$([a-zA-Z_]\w*)/g,
    (match, braced?: string, plain?: string) => {
      if (match === '$$') return '$';
      const value = variables[braced ?? plain ?? ''] ?? '';
      // Depth ends a circle such as A=$B, B=$A.
      return depth < 10 ? expandText(value, variables, depth + 1) : value;
    },
  );
}

/** Protects a value from being expanded by gitlab-ci-local. */
export function escapeDollars(value: string): string {
  return value.replaceAll('$', '$$$$');
}
