import { EntityPostures, type EntityPosturesOptions } from './EntityPostures';
import {
  PostureEvaluator,
  type PostureEvaluatorOptions,
} from './PostureEvaluator';
import { PostureReader } from './PostureReader';
import { PostureStore } from './PostureStore';
import { PostureTick, type PostureTickOptions } from './PostureTick';
import { RecentFacts } from './RecentFacts';

export type PostureDependencies = PostureEvaluatorOptions &
  Omit<PostureTickOptions, 'evaluator'> &
  Omit<EntityPosturesOptions, 'postures'>;

/** What decides, keeps and tells postures. */
export function createPostureServices(dependencies: PostureDependencies) {
  const evaluator = new PostureEvaluator(dependencies);
  const postures = new PostureReader({ ...dependencies, evaluator });
  return {
    postures,
    recentFacts: new RecentFacts(dependencies.knex),
    postureTick: new PostureTick({ ...dependencies, evaluator }),
    postureStore: new PostureStore(dependencies.knex),
    entityPostures: new EntityPostures({ ...dependencies, postures }),
  };
}
