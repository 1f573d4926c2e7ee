import type {
  Manifest,
  ProofPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Driver, DriverContext, RestoredStore } from '@safepoint/engine';
import type { ResolvedStore } from '../config/resolveConnections';
import { toProblem } from '../errors/toProblem';
import type { ProofSubmissionBody } from '../portal/PortalClient';
import type { RunContext } from '../run/withRun';
import { findDriver } from './findDriver';
import { measureQueue } from './measureQueue';
import { openPoint, readPlannedManifest, type OpenedPoint } from './openPoint';
import { Stopwatch } from './Stopwatch';

/** What came of restoring a recovery point and looking at the result. */
export interface Proof {
  submission: ProofSubmissionBody;
  driver: Driver;
  driverContext: DriverContext;
  /** Still there; whoever asked for the proof discards it or switches over to it. */
  restored?: RestoredStore;
  manifest?: Manifest;
  /** Why it did not get to the end. */
  error?: unknown;
}

export interface ProveInput {
  context: RunContext;
  plan: ProofPlan;
  store: ResolvedStore;
  label: string;
  /** Restore beside the live store, to be switched over, or somewhere else. */
  beside: 'live' | 'nothing';
  /** Called when the restored store stands and before it is checked. */
  onStep?: (step: 'provisioned' | 'applied') => Promise<void>;
}

interface ProofState {
  watch: Stopwatch;
  driver: Driver;
  driverContext: DriverContext;
  opened?: OpenedPoint;
  restored?: RestoredStore;
  submission: ProofSubmissionBody;
}

function startProof({ context, plan, store }: ProveInput): ProofState {
  const watch = new Stopwatch();
  const queue = measureQueue(process.env);
  if (queue !== undefined) watch.add('queue', queue);
  const driver = findDriver(plan.entityRef, plan.driver, store.config.driver);
  const driverContext: DriverContext = {
    connection: store.connection,
    options: store.config.options,
    signal: context.signal,
    report: event => {
      // The driver says when the empty store stands; what follows is the data.
      if (event.event === 'store-provisioned') watch.start('apply');
      context.reporter.report({ entityRef: plan.entityRef, ...event });
    },
  };
  const submission: ProofSubmissionBody = {
    startedAt: new Date().toISOString(),
    payloads: [],
    restored: false,
    phases: {},
  };
  return { watch, driver, driverContext, submission };
}

async function restore(input: ProveInput, state: ProofState): Promise<void> {
  const { context, plan, label, beside } = input;
  const { watch, driver, driverContext } = state;
  watch.start('provision');
  context.progress.set(plan.entityRef, 'apply');
  const manifest = await readPlannedManifest(plan);
  state.opened = await openPoint(context, manifest);
  state.restored = await driver.restoreBeside(driverContext, {
    label,
    engine: manifest.engine,
    streams: state.opened.streams,
    ...(beside === 'live' && { live: driver.nameOf(driverContext) }),
  });
  watch.stop();
  state.submission.restored = true;
  const { name } = state.restored;
  context.reporter.report({
    event: 'store-restored',
    entityRef: plan.entityRef,
    name,
  });
}

async function check(input: ProveInput, state: ProofState): Promise<void> {
  const { context, plan, store } = input;
  const { watch, driver, submission, restored } = state;
  watch.start('check');
  context.progress.set(plan.entityRef, 'check');
  const restoredContext = {
    ...state.driverContext,
    connection: restored!.connection,
  };
  const { fingerprint, engine } = await driver.fingerprint(restoredContext);
  submission.fingerprint = fingerprint;
  submission.engine = engine;
  const { assertions } = store.config;
  if (assertions?.length) {
    submission.assertions = await driver.assert(restoredContext, assertions);
  }
  watch.stop();
}

/**
 * Restores a recovery point and compares: the stored bytes with the manifest, then the restored store
 * with its fingerprint, then the service's own assertions. An error is part of the proof, not thrown.
 */
export async function provePoint(input: ProveInput): Promise<Proof> {
  const state = startProof(input);
  const { submission, driver, driverContext } = state;
  let error: unknown;
  try {
    await restore(input, state);
    await input.onStep?.('applied');
    await check(input, state);
  } catch (thrown) {
    error = input.context.signal.aborted ? input.context.signal.reason : thrown;
    submission.problem = toProblem(error);
  }
  state.watch.stop();
  // What was not read to its end has no digest, and proves nothing.
  submission.payloads = (state.opened?.readings ?? []).flatMap(
    ({ name, opened }) => {
      const read = opened.payloadRead();
      return read ? [{ name, ...read }] : [];
    },
  );
  submission.phases = state.watch.phases();
  return {
    submission,
    driver,
    driverContext,
    restored: state.restored,
    manifest: state.opened?.manifest,
    error,
  };
}
