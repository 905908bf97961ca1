import { type Endpoint, Problem } from '@spring-rain/contract';
import Type, { type TObject, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { schemaAt, wantedOf } from './wanted.ts';

/** Fields of an error text are cut to this: an unknown field's name comes from outside. */
const fieldNameMaxChars = 64;

/** A check of one part of a request's input: answers the value, or throws the Problem that says what was wanted. */
export type PartCheck = (value: unknown) => unknown;

/** Path parameters that are not of the declared form name nothing: 404, not 400. */
export function paramsCheck(endpoint: Endpoint): PartCheck | undefined {
  if (endpoint.params === undefined) return undefined;
  const validator = Compile(endpoint.params);
  return (value) => {
    if (validator.Check(value)) return value;
    throw new Problem('request.not_found');
  };
}

/**
 * A query's values arrive as text and are converted to the declared types. An API refuses what it does not know; a
 * page ignores it, because other sites hang their own fields on links.
 */
export function queryCheck(endpoint: Endpoint): PartCheck {
  const schema = endpoint.query ?? Type.Object({}, { additionalProperties: false });
  const validator = Compile(schema);
  const known = new Set(Object.keys((schema as TObject).properties));
  const isPage = endpoint.produces === 'html';
  return (value) => {
    const given = isPage ? pick(value, known) : value;
    const converted = Value.Convert(schema, given);
    if (validator.Check(converted)) return converted;
    throw refusal(schema, validator.Errors(converted));
  };
}

export function bodyCheck(endpoint: Endpoint): PartCheck | undefined {
  if (endpoint.body === undefined) return undefined;
  return checkOf(endpoint.body);
}

/** For tests: that a JSON reply is what the contract says. */
export function replyCheck(endpoint: Endpoint): PartCheck | undefined {
  if (endpoint.reply === undefined) return undefined;
  const { reply } = endpoint;
  const validator = Compile(reply);
  return (value) => {
    if (validator.Check(value)) return value;
    const [first] = validator.Errors(value);
    throw new Error(
      `${endpoint.name} answered what its contract does not say: ${first?.instancePath} ${first?.message}.`,
    );
  };
}

function checkOf(schema: TSchema): PartCheck {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return value;
    throw refusal(schema, validator.Errors(value));
  };
}

type ValidationError = ReturnType<ReturnType<typeof Compile>['Errors']>[number];

/** The first thing that is wrong, as a Problem: an unknown field before all others, since it is often a misspelling. */
function refusal(schema: TSchema, errors: readonly ValidationError[]): Problem {
  for (const error of errors) {
    if (error.keyword === 'additionalProperties') {
      const [unknown = ''] = error.params.additionalProperties;
      return new Problem('request.unknown_field', { parameters: { field: fieldName(error.instancePath, unknown) } });
    }
  }
  const [first] = errors;
  const path = first?.instancePath ?? '';
  const missing = first?.keyword === 'required' ? first.params.requiredProperties[0] : undefined;
  const pointer = missing === undefined ? path : `${path}/${missing}`;
  return new Problem('request.invalid', {
    parameters: { field: fieldName(pointer), wanted: wantedOf(schemaAt(schema, pointer)) },
  });
}

/** `/loss/amount` → `loss.amount`; the whole body is called `body`. */
function fieldName(pointer: string, last?: string): string {
  const parts = pointer.split('/').slice(1);
  if (last !== undefined) parts.push(last);
  const name = parts.join('.').replace(/[^\p{L}\p{N}._-]/gu, '?');
  return name === '' ? 'body' : name.slice(0, fieldNameMaxChars);
}

function pick(value: unknown, known: ReadonlySet<string>): unknown {
  return Object.fromEntries(Object.entries(value as Record<string, unknown>).filter(([name]) => known.has(name)));
}
