export {
  generateSigningKey,
  publicKeySet,
  readSigningKey,
  type SigningKey,
} from './signingKey';
export {
  signDocument,
  type DocumentSignature,
  type SignedDocument,
} from './signDocument';
export { verifyDocument, type DocumentVerdict } from './verifyDocument';
export {
  readSignedManifest,
  type ExpectedManifest,
} from './readSignedManifest';
export { readSignedRecord } from './readSignedRecord';
