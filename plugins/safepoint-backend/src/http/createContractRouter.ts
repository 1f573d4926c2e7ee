import { createValidatedOpenApiRouterFromGeneratedEndpointMap as createValidatedRouter } from '@backstage/backend-openapi-utils';
import express, { type Router } from 'express';
import { openapiDocument } from '../generated/openapi';

/** A router that answers 400 to what openapi.yaml does not allow; bodies are parsed up to a limit. */
export function createContractRouter(options: {
  /** As `100kb`, or bytes. */
  bodyLimit: string | number;
  /** Default: what the contract says of security is enforced. */
  validateSecurity?: boolean;
}): Router {
  // The validator resolves references in the document that it is given, so each router needs its own.
  const router = createValidatedRouter(structuredClone(openapiDocument), {
    middleware: [express.json({ limit: options.bodyLimit })],
    validatorOptions: { validateSecurity: options.validateSecurity ?? true },
  });
  // The endpoint map's type knows the routes of generated code only.
  return router as unknown as Router;
}
