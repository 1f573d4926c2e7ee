import { platformGate } from './platformGate';

const lenient = {
  mode: 'off',
  breakGlass: 'allowed',
  whenUnchanged: 'skip',
} as const;
const production = { name: 'Production', production: true };

describe('platformGate', () => {
  it('opens nothing in production by words that are meant for all', () => {
    expect(
      platformGate({ base: lenient, environments: {} }, production),
    ).toEqual({
      mode: 'required',
      breakGlass: 'forbidden',
      whenUnchanged: 'save',
    });
  });

  it('opens it by words about that very environment', () => {
    expect(
      platformGate(
        { base: {}, environments: { production: lenient } },
        production,
      ),
    ).toEqual(lenient);
  });

  it('says no more than was said elsewhere', () => {
    expect(
      platformGate(
        { base: { whenUnchanged: 'save' }, environments: {} },
        { name: 'staging', production: false },
      ),
    ).toEqual({ whenUnchanged: 'save' });
  });
});
