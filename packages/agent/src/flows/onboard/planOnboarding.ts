import { addInclude, parseConfiguration } from './addInclude';
import { describeMergeRequest } from './describeMergeRequest';
import { findDeployJob } from './findDeployJob';
import {
  fileNames,
  type FileChange,
  type OnboardingPlan,
  type OnboardingWishes,
  type ServiceFiles,
} from './OnboardingPlan';
import { readCatalog } from './readCatalog';

/** Decides what the merge request that onboards a service holds. */
export function planOnboarding(
  files: ServiceFiles,
  wishes: OnboardingWishes,
): OnboardingPlan {
  const catalog = files.catalog
    ? readCatalog(files.catalog, wishes.component)
    : missing(fileNames.catalog, 'It says which data stores the service has.');
  const pipeline = readPipeline(files, wishes);
  if ('problems' in catalog || 'problems' in pipeline) {
    return { problems: [...problemsOf(catalog), ...problemsOf(pipeline)] };
  }
  const changes: FileChange[] = [
    { path: fileNames.pipeline, before: files.pipeline, after: pipeline.text },
  ];
  if (files.safepoint === undefined) {
    changes.push({
      path: fileNames.safepoint,
      after: formatSafepointYaml(catalog.stores),
    });
  }
  return {
    changes,
    title: `Guard deployments to ${wishes.environment} with Safepoint`,
    description: describeMergeRequest({
      ...catalog,
      deployJob: pipeline.deployJob,
      environment: wishes.environment,
      variables: catalog.stores.map(variableOf),
      configured: files.safepoint !== undefined,
    }),
  };
}

function readPipeline({ pipeline }: ServiceFiles, wishes: OnboardingWishes) {
  if (pipeline === undefined) {
    return missing(fileNames.pipeline, 'It holds the job that deploys.');
  }
  const document = parseConfiguration(pipeline);
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(
        ({ message }) => `${fileNames.pipeline}: ${message}`,
      ),
    };
  }
  if (/\/deploy-guard@/.test(pipeline)) {
    return {
      problems: [`${fileNames.pipeline} includes deploy-guard already.`],
    };
  }
  const { environment, portalUrl, componentVersion } = wishes;
  const deployJob = findDeployJob(
    document.toJS() ?? {},
    environment,
    wishes.deployJob,
  );
  if ('problems' in deployJob) return deployJob;
  try {
    const text = addInclude(pipeline, {
      component: `$CI_SERVER_FQDN/safepoint/components/deploy-guard@${componentVersion}`,
      inputs: {
        'portal-url': portalUrl,
        environment,
        'deploy-job': deployJob.name,
      },
    });
    return { text, deployJob };
  } catch (error) {
    return { problems: [(error as Error).message] };
  }
}

function missing(file: string, why: string): { problems: string[] } {
  return { problems: [`There is no ${file} on the default branch. ${why}`] };
}

function problemsOf(part: object): string[] {
  return 'problems' in part ? (part.problems as string[]) : [];
}

/** The variable that holds how to reach a store: `ORDERS_DB_URL` for `resource:default/orders-db`. */
function variableOf(store: string): string {
  const name = store.split('/').at(-1) ?? store;
  return `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`;
}

function formatSafepointYaml(stores: string[]): string {
  const entries = stores.map(
    store => `  ${store}:\n    connection: \${${variableOf(store)}}\n`,
  );
  return `stores:\n${entries.join('')}`;
}
