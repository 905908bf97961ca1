/** One endpoint as the page lists it. Names with `?` may be left out. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** The first tag: `api`, `operator`, `pages`. */
  readonly group: string;
  /** The names of its security schemes. */
  readonly needs: readonly string[];
  readonly sends: readonly string[];
  readonly answers: readonly string[];
  /** Problem codes that few others have. */
  readonly refusals: readonly string[];
}

export interface Operations {
  readonly operations: readonly Operation[];
  /** Problem codes that at least a third of the endpoints may answer; named once, not at each. */
  readonly commonRefusals: readonly string[];
}

const operationsMax = 300;
const commonFrom01 = 1 / 3;

/** What an OpenAPI document says of its endpoints; parts that are missing or of another shape are left out. */
export function readOperations(openapi: unknown): Operations {
  const found = Object.entries(record(record(openapi).paths)).flatMap(([path, methods]) =>
    Object.entries(record(methods)).map(([method, operation]) => readOperation(method, path, record(operation))),
  );
  const operations = found.slice(0, operationsMax);
  const counts = new Map<string, number>();
  for (const code of operations.flatMap(({ refusals }) => refusals)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const isCommon = (code: string) => operations.length > 3 && counts.get(code)! >= operations.length * commonFrom01;
  return {
    operations: operations.map((one) => ({ ...one, refusals: one.refusals.filter((code) => !isCommon(code)) })),
    commonRefusals: [...counts.keys()].filter(isCommon).sort(),
  };
}

function readOperation(method: string, path: string, operation: Loose): Operation {
  const isPage = list(operation.tags)[0] === 'pages';
  return {
    method: method.toUpperCase(),
    path,
    summary: text(operation.summary),
    group: text(list(operation.tags)[0]) || 'api',
    needs: list(operation.security).flatMap((one) => Object.keys(record(one))),
    sends: isPage ? [] : [...parametersOf(operation), ...fieldsOf(record(operation.requestBody))],
    answers: isPage ? [] : answersOf(operation),
    refusals: isPage ? [] : refusalsOf(operation),
  };
}

function parametersOf(operation: Loose): string[] {
  return list(operation.parameters).map((one) => {
    const { name, required } = record(one);
    return named(text(name), required === true);
  });
}

function answersOf(operation: Loose): string[] {
  const good = Object.entries(record(operation.responses)).find(([status]) => status.startsWith('2'));
  return good === undefined ? [] : fieldsOf(record(good[1]));
}

function refusalsOf(operation: Loose): string[] {
  const refused = Object.entries(record(operation.responses)).filter(([status]) => !status.startsWith('2'));
  return refused.flatMap(([, reply]) => text(record(reply).description).split(', ').filter(Boolean));
}

function fieldsOf(message: Loose): string[] {
  const [media] = Object.values(record(message.content));
  const schema = record(record(media).schema);
  const required = list(schema.required);
  return Object.keys(record(schema.properties)).map((name) => named(name, required.includes(name)));
}

function named(name: string, isRequired: boolean): string {
  return isRequired ? name : `${name}?`;
}

type Loose = Readonly<Record<string, unknown>>;

function record(value: unknown): Loose {
  // An object's keys are strings; what they hold stays unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
