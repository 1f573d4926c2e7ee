/** The words of what the look into storage tells of a point. */
export const scrubMessages = {
  unusual: 'unusual',
  unusualTerm: 'Unusual',
  origin: 'Origin',
  found:
    'Found in storage: the portal’s database did not know it, and took it up under what its signed records say.',
  foundQuarantined:
    'Found in storage, where something else than this portal put it.',
};
