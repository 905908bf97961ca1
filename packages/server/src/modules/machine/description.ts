import { buildOpenApiDocument } from '../../platform/http/openapi.ts';
import type { MachineResources } from './module.ts';

/** The description of the API, made once and kept. */
const made = new WeakMap<MachineResources, Record<string, unknown>>();

export function apiDescription(resources: MachineResources): Record<string, unknown> {
  const known = made.get(resources) ?? { ...buildOpenApiDocument(resources.endpoints(), resources.version) };
  made.set(resources, known);
  return known;
}
