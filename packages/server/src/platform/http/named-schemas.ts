import * as contract from '@spring-rain/contract';

/** Schemas shorter than this are clearer where they are used than behind a name. */
const inlineMaxChars = 80;

/** The exported schemas of the contract by what they say: `CheckAnswerSchema` is called `CheckAnswer`. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries(contract).flatMap(([name, value]) => {
    if (!name.endsWith('Schema') || typeof value !== 'object') return [];
    const text = JSON.stringify(value);
    return text.length < inlineMaxChars ? [] : [[text, name.replace(/Schema$/, '')] as const];
  }),
);

/** Every named schema once, with references among them. */
export function namedSchemas(): Record<string, unknown> {
  return Object.fromEntries([...names].map(([text, name]) => [name, referred(JSON.parse(text), name)]));
}

/** The same schema with references in place of what has a name; within a schema, its own name is not one. */
export function referred(schema: unknown, within?: string): unknown {
  if (Array.isArray(schema)) return schema.map((part) => referred(part));
  if (typeof schema !== 'object' || schema === null) return schema;
  const name = names.get(JSON.stringify(schema));
  if (name !== undefined && name !== within) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, referred(part)]));
}
