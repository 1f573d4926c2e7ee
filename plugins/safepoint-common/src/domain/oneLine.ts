/**
 * Words of somebody else in one line, without what a terminal or a log would take as more than letters, the
 * turning of directions included.
 */
export function toOneLine(text: string): string {
  return text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
}
