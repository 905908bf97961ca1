import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source file with what it imports. */
export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
  /** Specifiers as written, of values and of types alike. */
  readonly imports: readonly string[];
}

const importPattern =
  /^\s*(?:import|export)\b[^;'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** Every TypeScript file that we wrote under these folders. */
export function sourceFiles(...patterns: readonly string[]): SourceFile[] {
  return globSync(
    patterns.map((pattern) => `${pattern}/**/*.{ts,tsx,js}`),
    { cwd: root },
  )
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !path.includes('node_modules/') && !path.includes('/generated/'))
    .sort()
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [...text.matchAll(importPattern)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
  return { path, text, imports, isTest: /(\.test\.ts|\/test-[^/]*\.ts)$/.test(path) };
}

/** Where a relative import leads, from the project's root. */
export function targetOf(file: SourceFile, specifier: string): string {
  return relative(root, resolve(root, dirname(file.path), specifier)).replaceAll(sep, '/');
}

/** The first cycle among edges, as the names along it; undefined when there is none. */
export function findCycle(edges: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of edges[node] ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of Object.keys(edges)) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
