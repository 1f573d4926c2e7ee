/** The driver of data stores that no agent saves: their recovery points are made elsewhere. */
export const externalDriver = 'external';
