import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { problemCatalogue, readOpenApi } from '@spring-rain/contract';
import { allEndpoints, buildOpenApi } from '../../packages/server/src/build-openapi.ts';
import { startTestServer } from '../../packages/server/src/platform/test-server.ts';
import { root } from './source-files.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Record<string, unknown>[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly responses: Readonly<Record<string, { description: string }>>;
}

const document = JSON.parse(JSON.stringify(buildOpenApi())) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('the committed description is what the contract says', () => {
  const committed = readFileSync(join(root, 'docs/api/openapi.json'), 'utf8');
  assert.equal(committed, `${JSON.stringify(buildOpenApi(), null, 2)}\n`, 'run: npm run generate');
});

test('a running server describes exactly what it binds', async () => {
  await using server = await startTestServer();
  const { body } = await server.call(readOpenApi, {});
  assert.deepEqual(body, document);
});

test('every endpoint is described once, under its name, with the parameters of its path', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  assert.deepEqual(
    names.toSorted(),
    allEndpoints()
      .map(({ name }) => name)
      .toSorted(),
  );
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    assert.deepEqual(described, inPath, path);
    assert.ok(operation.summary.length > 5 && operation.tags.length === 1, operation.operationId);
  }
});

test('references lead somewhere, and whoever may call is declared', () => {
  const text = JSON.stringify(document);
  for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(name in document.components.schemas, name);
  }
  for (const { operation } of operations) {
    for (const scheme of operation.security.flatMap((way) => Object.keys(way))) {
      assert.ok(scheme in document.components.securitySchemes, scheme);
    }
  }
  assert.deepEqual(document.paths['/api/desk/reports']?.get?.security, [
    { session: ['reports.read'] },
    { key: ['reports.read'] },
    { operator: [] },
  ]);
  assert.deepEqual(document.paths['/api/receipt']?.get?.security, [{ receipt: [] }]);
  assert.deepEqual(document.paths['/api/checks']?.post?.security, []);
});

test('each refusal stands under its own status', () => {
  for (const { operation } of operations) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue;
      for (const code of description.split(', ')) {
        assert.ok(code in problemCatalogue, `${operation.operationId}: ${code}`);
        assert.equal(String(problemCatalogue[code as keyof typeof problemCatalogue].status), status, code);
      }
    }
  }
});
