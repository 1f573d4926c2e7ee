import { join } from 'node:path';
import type { Folders } from '../ci/Folders';
import { defaultBranch, ProjectRepository } from '../git/ProjectRepository';
import type { ProjectOptions } from '../options';
import type { GitLabState } from './GitLabState';
import type { Project } from './types';
import { validateProjectPath } from './validateProjectPath';

/** Makes a project and its repository with one commit. */
export async function createProject(
  state: GitLabState,
  folders: Folders,
  options: ProjectOptions,
): Promise<Project> {
  validateProjectPath(options.path);
  if (state.findProject(options.path)) {
    throw new Error(
      `Project ${options.path} exists already: choose another path`,
    );
  }
  const folder = join(folders.repositories, `${options.path}.git`);
  const repository = await ProjectRepository.create(folder);
  await repository.commit({
    branch: defaultBranch,
    message: 'Initial commit',
    files: options.files,
  });
  const parts = options.path.split('/');
  const name = parts[parts.length - 1];
  const namespace = parts.slice(0, -1).join('/');
  const project: Project = {
    id: state.nextId('project'),
    name,
    path: name,
    pathWithNamespace: options.path,
    namespace: {
      id: options.namespaceId ?? state.namespaceId(namespace),
      path: namespace,
    },
    createdAt: new Date(),
    variables: options.variables ?? [],
    protectedBranches: options.protectedBranches ?? [defaultBranch],
    protectedEnvironments: options.protectedEnvironments ?? [],
    pipelineVariablesAllowed: options.pipelineVariablesAllowed ?? false,
    repository,
    webhooks: [],
    nextPipelineIid: 1,
  };
  state.projects.set(project.id, project);
  return project;
}
