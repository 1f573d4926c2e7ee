import { FakeSafepointApi } from '../src/__testUtils__/FakeSafepointApi';
import { scenarios } from './scenarios';

/** The fake portal with what `?scenario=` names; `failing` fails every call and `loading` never answers. */
export class ScenarioSafepointApi extends FakeSafepointApi {
  readonly #scenario: string;

  constructor() {
    const parameters = new URLSearchParams(window.location.search);
    const scenario = parameters.get('scenario') ?? 'broken';
    super(scenarios[scenario] ?? scenarios.broken);
    this.#scenario = scenario;
    if (scenario === 'failing') {
      this.failures.set(
        'getEntityRecovery',
        new Error('The portal answered 503 Service Unavailable.'),
      );
    }
  }

  async getEntityRecovery(entityRef: string) {
    if (this.#scenario === 'loading') {
      await new Promise(() => {});
    }
    return super.getEntityRecovery(entityRef);
  }
}
