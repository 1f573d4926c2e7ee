/** One thing that happened; `event` names it. Values are never secret. */
export interface AgentEvent {
  event: string;
  [key: string]: unknown;
}

/** Where events go: the log for machines and the lines for people. */
export interface Reporter {
  report(event: AgentEvent): void;
  /** A line for people, on the standard output. */
  say(line: string): void;
  close(): void;
}
