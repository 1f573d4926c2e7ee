import { type Bundle, evaluateText } from './evaluateFormula';

interface Condition {
  a: string;
  o: string;
  b: string;
}

interface MakeModule {
  id: number;
  module: string;
  version: number;
  parameters: Record<string, unknown>;
  mapper: Record<string, unknown>;
  filter?: { name: string; conditions: Condition[][] };
}

/** A scenario as Make exports it. */
export interface Blueprint {
  name: string;
  flow: MakeModule[];
}

/** What a module does with its mapper, whose formulas are evaluated by then. */
export type Play = (
  mapper: Record<string, any>,
  module: MakeModule,
) => unknown | Promise<unknown>;

export interface Played {
  /** By module; those that a filter held back are not there. */
  outputs: Record<string, any>;
  /** The filter that held the rest back. */
  stoppedBy?: string;
}

/** Runs a scenario's modules one after the other, each on what those before it gave. */
export async function playScenario(
  blueprint: Blueprint,
  variables: Record<string, string>,
  plays: Record<string, Play>,
): Promise<Played> {
  const now = new Date();
  const bundle: Bundle = {
    var: { team: variables },
    now,
    timestamp: Math.floor(now.getTime() / 1_000),
  };
  const outputs: Bundle = {};
  for (const module of blueprint.flow) {
    if (module.filter && !holds(module.filter.conditions, bundle)) {
      return { outputs, stoppedBy: module.filter.name };
    }
    const play = plays[module.module];
    if (!play) throw new Error(`Nobody plays ${module.module}.`);
    const mapper = evaluateAll(module.mapper, bundle) as Bundle;
    const output = await play(mapper, module);
    bundle[module.id] = output;
    outputs[module.id] = output;
  }
  return { outputs };
}

const operators: Record<string, (a: unknown, b: unknown) => boolean> = {
  'text:contain': (a, b) => String(a).includes(String(b)),
  'number:equal': (a, b) => Number(a) === Number(b),
  'number:greater': (a, b) => Number(a) > Number(b),
  'number:greaterorequal': (a, b) => Number(a) >= Number(b),
};

/** Any of the outer list, of which all of the inner one. */
function holds(conditions: Condition[][], bundle: Bundle): boolean {
  return conditions.some(all =>
    all.every(({ a, o, b }) => {
      const compare = operators[o];
      if (!compare) throw new Error(`Make's operator ${o} is not played.`);
      return compare(evaluateText(a, bundle), evaluateText(b, bundle));
    }),
  );
}

function evaluateAll(value: unknown, bundle: Bundle): unknown {
  if (typeof value === 'string') return evaluateText(value, bundle);
  if (Array.isArray(value)) return value.map(one => evaluateAll(one, bundle));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, evaluateAll(one, bundle)]),
  );
}
