/** From a policy to what it has a say in. */
export const RELATION_GOVERNS = 'governs';

/** And back. */
export const RELATION_GOVERNED_BY = 'governedBy';
