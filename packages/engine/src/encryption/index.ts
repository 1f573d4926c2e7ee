export { generateIdentity, parseIdentityFile, recipientOf } from './identities';
export { listStanzaDigests } from './ageHeader';
export { unwrapFileKey } from './unwrapFileKey';
export { encryptStream, type Envelope } from './encryptStream';
export { decryptStream, type EnvelopeKey } from './decryptStream';
