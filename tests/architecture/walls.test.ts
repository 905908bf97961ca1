import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  longFiles,
  moduleEdges,
  packageEdges,
  serverEdges,
  storesByAnotherName,
  strangersToTables,
  tableOwners,
} from './edges.ts';
import { findCycle, root, type SourceFile, sourceFiles, targetOf } from './source-files.ts';

const packages = Object.keys(packageEdges);
const files = sourceFiles('packages/*/src', 'packages/*/assets', 'packages/*/quality', 'tests', 'tools', 'bench');
const ours = files.filter(({ isTest }) => !isTest);
const ofServer = ours.filter(({ path }) => path.startsWith('packages/server/src/'));

function violations(found: readonly (string | undefined)[]): string[] {
  return found.filter((line) => line !== undefined);
}

function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

/** The part of the server that a path lies in: a folder of `src`, or a file without its ending. */
function partOf(path: string): string {
  return /^packages\/server\/src\/([^/.]+)/.exec(path)?.[1] ?? path;
}

function moduleOf(path: string): string | undefined {
  return /^packages\/server\/src\/modules\/([^/]+)\//.exec(path)?.[1];
}

test('there are files to look at, in every room', () => {
  for (const name of packages) {
    const count = files.filter(({ path }) => packageOf(path) === name).length;
    assert.ok(count > 0, `wanted source files in packages/${name}, found none`);
  }
  assert.ok(files.filter(({ imports }) => imports.length > 0).length > 100);
});

test('no edges between rooms, parts or modules form a cycle', () => {
  assert.equal(findCycle(packageEdges), undefined);
  assert.equal(findCycle(moduleEdges), undefined);
  const { config: _checksWords, ...acyclic } = serverEdges;
  assert.equal(findCycle(acyclic), undefined);
  assert.deepEqual(findCycle({ a: ['b'], b: ['c'], c: ['a'] }), ['a', 'b', 'c', 'a'], 'a cycle would be found');
});

test('a package imports only those that it may, and by their names', () => {
  const wrong = files.flatMap((file) => {
    const from = packageOf(file.path);
    if (from === undefined) return [];
    return file.imports.map((specifier) => {
      const named = /^@spring-rain\/([^/]+)(\/.*)?$/.exec(specifier);
      if (named?.[1] !== undefined) {
        const mayBe = packageEdges[from]?.includes(named[1]) && named[2] === undefined;
        return mayBe ? undefined : `${file.path} imports ${specifier}`;
      }
      if (!specifier.startsWith('.')) return undefined;
      return packageOf(targetOf(file, specifier)) === from
        ? undefined
        : `${file.path} reaches out of its package: ${specifier}`;
    });
  });
  assert.deepEqual(violations(wrong), []);
});

test('a package declares what it imports, and nothing of ours that it may not', () => {
  const wrong = packages.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    const imported = new Set(
      ours
        .filter(({ path }) => packageOf(path) === name && path.includes('/src/'))
        .flatMap(({ imports }) => imports)
        .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
        .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')),
    );
    const undeclared = [...imported].filter((specifier) => !declared.includes(specifier));
    const forbidden = declared.filter((dependency) => {
      const room = /^@spring-rain\/(.+)$/.exec(dependency)?.[1];
      return room !== undefined && !packageEdges[name]?.includes(room);
    });
    return [
      ...undeclared.map((other) => `${name} imports ${other} undeclared`),
      ...forbidden.map((other) => `${name} declares ${other}`),
    ];
  });
  assert.deepEqual(wrong, []);
});

test('relative imports end in .ts, and lead to a file', () => {
  const wrong = files.flatMap((file) =>
    file.imports.map((specifier) => {
      if (!specifier.startsWith('.')) return undefined;
      if (/\.json$/.test(specifier)) return undefined;
      const isFine = /\.(ts|js|mjs)$/.test(specifier) && existsSync(join(root, targetOf(file, specifier)));
      return isFine ? undefined : `${file.path}: ${specifier}`;
    }),
  );
  assert.deepEqual(violations(wrong), []);
});

test('the engine knows no machine: no node module, clock, randomness, log or network', () => {
  const reaching =
    /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|crypto\.|console\.|process\.|setTimeout|fetch\()/;
  const wrong = ours
    .filter(({ path }) => path.startsWith('packages/engine/src/'))
    .flatMap((file) => [
      ...file.imports.map((specifier) =>
        specifier.startsWith('node:') ? `${file.path} imports ${specifier}` : undefined,
      ),
      reaching.test(withoutComments(file.text))
        ? `${file.path} uses ${reaching.exec(withoutComments(file.text))?.[1]}`
        : undefined,
    ]);
  assert.deepEqual(violations(wrong), []);
});

test('pages, look and contract run anywhere but for the files that pages ship', () => {
  const wrong = ours
    .filter(({ path }) => /^packages\/(contract|look|pages)\/src\//.test(path))
    .filter(({ path }) => path !== 'packages/pages/src/assets.ts')
    .flatMap((file) =>
      file.imports.map((name) => (name.startsWith('node:') ? `${file.path} imports ${name}` : undefined)),
    );
  assert.deepEqual(violations(wrong), []);
});

test('in the server, platform ← modules ← app ← main', () => {
  const wrong = ofServer.flatMap((file) =>
    file.imports.map((specifier) => {
      if (!specifier.startsWith('.')) return undefined;
      const from = partOf(file.path);
      const target = targetOf(file, specifier);
      const to = partOf(target);
      const isInside = from === to || !target.startsWith('packages/server/src/');
      return isInside || serverEdges[from]?.includes(to) ? undefined : `${file.path} imports ${target}`;
    }),
  );
  assert.deepEqual(violations(wrong), []);
});

test('a module reaches another through its index.ts, along its edges', () => {
  const wrong = ofServer.flatMap((file) =>
    file.imports.map((specifier) => {
      if (!specifier.startsWith('.')) return undefined;
      const from = moduleOf(file.path);
      const target = targetOf(file, specifier);
      const to = moduleOf(target);
      if (to === undefined || to === from) return undefined;
      if (!target.endsWith('/index.ts')) return `${file.path} goes past the door: ${target}`;
      return from === undefined || moduleEdges[from]?.includes(to) ? undefined : `${file.path} imports ${to}`;
    }),
  );
  assert.deepEqual(violations(wrong), []);
});

test('index.ts is the door of a package or of a module, and every module has one that says why it exists', () => {
  const doors = ours.filter(({ path }) => path.endsWith('/index.ts'));
  const isDoor = /^packages\/([^/]+\/src|server\/src\/modules\/[^/]+|server\/src\/platform\/db)\/index\.ts$/;
  assert.deepEqual(
    doors.filter(({ path }) => !isDoor.test(path)).map(({ path }) => path),
    [],
  );
  for (const name of Object.keys(moduleEdges)) {
    const door = doors.find(({ path }) => path === `packages/server/src/modules/${name}/index.ts`);
    assert.match(door?.text ?? '', /^\/\*\*[\s\S]{80,}?\*\//, `modules/${name}/index.ts begins with why it exists`);
  }
  const known = new Set(ofServer.map(({ path }) => moduleOf(path)).filter((name) => name !== undefined));
  assert.deepEqual([...known].sort(), Object.keys(moduleEdges).sort());
});

test('only config.ts reads the environment', () => {
  const readers = ours
    .filter(
      ({ path, text }) => path.includes('/src/') && /process\.env|from 'node:process'/.test(withoutComments(text)),
    )
    .map(({ path }) => path);
  assert.deepEqual(readers, ['packages/server/src/config.ts']);
});

const sqlWord = /\b(?:from|join|into|update|delete from|table|lock|references)\s+(?:only\s+)?"?([a-z_]+)"?/gi;
const kyselyWord =
  /\b(?:insertInto|selectFrom|updateTable|deleteFrom|mergeInto|(?:inner|left|right|full|cross)Join(?:Lateral)?|from|using)\(\s*\[?\s*'([a-z_]+)/g;

/** The tables whose names a file says in SQL. */
function tablesIn({ text }: SourceFile): Set<string> {
  const code = withoutComments(text);
  const sql = [...code.matchAll(/sql(?:<[^`]*?>)?`([^`]*)`/g), ...code.matchAll(/\brun\(\s*`([^`]*)`/g)];
  const said = sql.flatMap(([, statement = '']) => [...statement.matchAll(sqlWord)].map(([, name = '']) => name));
  const built = [...code.matchAll(kyselyWord)].map(([, name = '']) => name);
  return new Set([...said, ...built].filter((name) => name in tableOwners));
}

test('every table of the schema has its owner, and no owner is of a table that is gone', () => {
  const tables = readFileSync(join(root, 'packages/server/src/generated/tables.ts'), 'utf8');
  const body = /export interface Tables \{([\s\S]*?)\n\}/.exec(tables)?.[1] ?? '';
  const names = [...body.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
  assert.ok(names.length > 10);
  const owned = Object.keys(tableOwners).filter((name) => name !== 'migration');
  assert.deepEqual(owned.sort(), names.filter((name) => name !== 'migration').sort());
});

test('a table is spoken of only by its owner', () => {
  const wrong = new Set(
    ofServer.flatMap((file) =>
      [...tablesIn(file)].flatMap((table) => {
        const isOwner = tableOwners[table]?.some((owner) => placeOf(file).startsWith(`${owner}/`));
        return isOwner ? [] : [placeOf(file)];
      }),
    ),
  );
  assert.deepEqual([...wrong].sort(), Object.keys(strangersToTables).sort());
  const seen = new Set(ofServer.flatMap((file) => [...tablesIn(file)]));
  assert.ok(seen.size > 12, `wanted to find most tables in SQL, found ${[...seen].join(', ')}`);
});

test('in a module, SQL is in files whose names end in store.ts, but for those that are named', () => {
  const others = ofServer
    .filter((file) => moduleOf(file.path) !== undefined && !file.path.endsWith('store.ts') && tablesIn(file).size > 0)
    .map(placeOf);
  assert.deepEqual(others.sort(), storesByAnotherName);
});

function placeOf({ path }: SourceFile): string {
  return path.replace('packages/server/src/', '');
}

test('a file beyond 300 lines says why', () => {
  const long = ours.filter(({ text }) => text.trimEnd().split('\n').length > 300).map(({ path }) => path);
  const isData = (path: string) => /\/(words|playbooks|gold|data)\//.test(path);
  assert.deepEqual(
    long.filter((path) => longFiles[path] === undefined && !isData(path)),
    [],
  );
  assert.deepEqual(
    Object.keys(longFiles).filter((path) => !long.includes(path)),
    [],
    'reasons for files that are short now',
  );
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
