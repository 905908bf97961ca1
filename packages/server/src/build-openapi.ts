import * as contract from '@spring-rain/contract';
import { buildOpenApiDocument } from './platform/http/openapi.ts';
import { version } from './version.ts';

/** The description of the whole API (OpenAPI 3.1), from the contract alone: nothing has to be opened for it. */
export function buildOpenApi(): Record<string, unknown> {
  return { ...buildOpenApiDocument(allEndpoints(), version) };
}

/** Every endpoint that the contract declares, pages too. */
export function allEndpoints(): contract.Endpoint[] {
  const exported: readonly unknown[] = [...Object.values(contract), ...Object.values(contract.pageEndpoints)];
  return exported.filter(isEndpoint);
}

function isEndpoint(value: unknown): value is contract.Endpoint {
  return typeof value === 'object' && value !== null && 'permission' in value && 'path' in value;
}
