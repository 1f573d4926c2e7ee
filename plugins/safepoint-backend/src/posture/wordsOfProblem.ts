interface Words {
  title: string;
  /** What to do. */
  advice: string;
  /** The same can be wrong with several deployments at once. */
  severalAtOnce?: true;
}

const words: Record<string, Words> = {
  'never-saved': {
    title: 'nothing was ever saved',
    advice: 'Run a first backup from the Recovery tab or with the gate.',
  },
  'no-binding': {
    title: 'no project may save it',
    advice: 'The owner confirms a binding on the Recovery tab.',
  },
  'rpo-missed': {
    title: 'the newest recovery point is too old',
    advice: 'See why backups stopped, and back up now.',
  },
  'last-backup-failed': {
    title: 'the last backup failed',
    advice: 'See its problem, mend it and back up now.',
  },
  'never-verified': {
    title: 'no restore was ever proven',
    advice: '',
  },
  'proof-stale': {
    title: 'the last proven restore is too old',
    advice: 'See why drills stopped, and run a drill.',
  },
  'proof-void': {
    title: 'the last proven restore proves nothing of now',
    advice: '',
  },
  'drill-failed': {
    title: 'the last drill failed',
    advice: 'Read its report, and do not rely on this recovery point.',
  },
  'rto-missed': {
    title: 'a restore takes too long',
    advice: 'Look at the phases of the last drill, or change the objective.',
  },
  'identity-changed': {
    title: 'it is another store than before',
    advice: 'Accept the new one if it is meant to be.',
  },
  'data-damaged': {
    title: 'a deployment damages its data',
    advice: 'Restore a state from before it, or take the mark back.',
    severalAtOnce: true,
  },
  'data-in-doubt': {
    title: 'a deployment may have damaged its data',
    advice: 'Deploy a version that works, or restore a state from before it.',
    severalAtOnce: true,
  },
};

/** What a reason of posture is called where people are told of it, and what they can do. */
export function wordsOfProblem(code: string): Words {
  return words[code] ?? { title: code.replaceAll('-', ' '), advice: '' };
}
