import {
  findFaults,
  formatFigures,
  summariseDelays,
} from '../../test/simulation/describeResult';
import type {
  SimulationOptions,
  SimulationResult,
} from '../../test/simulation/simulate';

/** docs/simulation.md: what was simulated, and what came of it. */
export function renderReport(run: {
  options: Pick<SimulationOptions, 'seed' | 'stores' | 'days'>;
  result: SimulationResult;
  seconds: number;
}): string {
  const { options, result, seconds } = run;
  const { alerts } = result;
  const delays = summariseDelays(alerts.delays);
  const rows: [string, string][] = [
    ['stores', `${options.stores}`],
    ['days', `${options.days}`],
    ['backups that were tried', `${result.backups}`],
    ['times that the portal was down', `${result.outages}`],
    ['missed objectives', `${alerts.misses}`],
    ['of these over before anybody had to be told', `${alerts.brief}`],
    ['alerts, in so many messages', `${alerts.alerts} in ${result.messages}`],
    ['nobody was told', `${alerts.missed.length}`],
    ['told too late', `${alerts.late.length}`],
    ['told twice', `${alerts.twice.length}`],
    ['false alarms', `${alerts.falseAlarms.length}`],
    [
      'from a missed RPO to its alert, median and longest, wished quiet apart',
      `${delays.median.toFixed(0)} s, ${delays.longest.toFixed(0)} s`,
    ],
    ['recovery points deleted', `${result.deleted}`],
    ['kept or deleted against the rules', `${result.retentionFaults.length}`],
  ];
  return `# A simulated year of a fleet

Written by \`npm run simulate -- --seed ${
    options.seed
  } --write\`; the same seed gives the same figures. It took ${seconds.toFixed(
    0,
  )} s.

Stores of three kinds of policy are saved and drilled by their schedules for the whole time. Backups fail or get lost,
recovery projects lose their rights for up to 44 days, drills fail or stop, schedules are paused, stored bytes vanish,
and the portal itself is down now and then. Turns, postures, problems, messages and retention are decided by the
product's own rules (\`safepoint-common\`); their rows are kept in memory, and the clock is the simulation's. What had to
be told is found out a second time by plain arithmetic over what really happened, and compared.

Not simulated: databases, replicas and GitLab (the tests of the services do that with real ones), deployments, pins and
holds.

| | |
| --- | --- |
${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}

${
  findFaults(result).length === 0
    ? 'Everything held.'
    : `**${findFaults(result).length} things did not hold.**`
}

## Recovery points in storage

| day | recovery points | of each store |
| --- | --- | --- |
${result.curve
  .map(
    ({ day, points }) =>
      `| ${day} | ${points} | ${(points / options.stores).toFixed(1)} |`,
  )
  .join('\n')}

${formatFigures(result)}.
`;
}
