const remaining = new Set<() => void>();

/**
 * Has something killed when this process ends without having stopped properly. It cannot help against SIGKILL.
 * Answers how to take it back.
 */
export function killAtExit(kill: () => void): () => void {
  if (remaining.size === 0) process.on('exit', killRemaining);
  remaining.add(kill);
  return () => {
    remaining.delete(kill);
    if (remaining.size === 0) process.off('exit', killRemaining);
  };
}

function killRemaining(): void {
  remaining.forEach(kill => kill());
}
