import type { BindableOperation } from './binding';
import { type BindingProposal, planProposal } from './bindingProposal';

type Input = Parameters<typeof planProposal>[0];

describe('planProposal', () => {
  const service: Input = {
    ground: 'own-annotation',
    isDataStore: false,
    allowedByRules: ['backup', 'drill', 'deploy'],
    otherProjects: 0,
  };
  const all: BindableOperation[] = ['backup', 'drill', 'deploy'];

  it.each<[string, Partial<Input>, BindingProposal]>([
    [
      'confirms what the entity says of itself and a rule allows',
      {},
      { status: 'confirmed', origin: 'config rule', operations: all },
    ],
    [
      'confirms no more than the rule allows',
      { allowedByRules: ['drill', 'restore'] },
      { status: 'confirmed', origin: 'config rule', operations: ['drill'] },
    ],
    [
      'never lets a data store be deployed',
      { isDataStore: true },
      {
        status: 'confirmed',
        origin: 'config rule',
        operations: ['backup', 'drill'],
      },
    ],
    [
      'leaves to a person what no rule allows',
      { allowedByRules: [] },
      { status: 'proposed', origin: 'annotation', operations: all },
    ],
    [
      'leaves to a person what a rule allows in other things only',
      { allowedByRules: ['restore'] },
      { status: 'proposed', origin: 'annotation', operations: all },
    ],
    [
      'leaves to a person what a dependent claims, whatever the rules',
      { ground: 'dependent-of-same-owner' },
      { status: 'proposed', origin: 'annotation', operations: all },
    ],
    [
      'believes the first project behind a path',
      { ground: 'own-slug' },
      { status: 'confirmed', origin: 'config rule', operations: all },
    ],
    [
      'leaves a path that led to another project before to a person',
      { ground: 'own-slug', otherProjects: 1 },
      { status: 'proposed', origin: 'annotation', operations: all },
    ],
  ])('%s', (_, more, expected) => {
    expect(planProposal({ ...service, ...more })).toEqual(expected);
  });
});
