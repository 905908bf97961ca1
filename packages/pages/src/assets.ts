import { readFileSync } from 'node:fs';
import { tokensCss } from '@spring-rain/look';

export interface Asset {
  /** Media type, with its character set. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

const types = {
  'spring-rain.css': 'text/css; charset=utf-8',
  'form.js': 'text/javascript; charset=utf-8',
  'passkey.js': 'text/javascript; charset=utf-8',
  'proof.js': 'text/javascript; charset=utf-8',
  'receipt.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml; charset=utf-8',
} as const;

/** The style sheet (with the tokens of `look` before it), the icon and the small scripts, by the name they are served under. */
export function assets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(types).map(([name, type]) => {
      const file = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
      const text = name.endsWith('.css') ? `${tokensCss()}\n${compactCss(file)}` : file;
      return [name, { type, bytes: new TextEncoder().encode(text) }];
    }),
  );
}

// Comments and indentation are for who reads the file here, not for an old phone on a slow line.
function compactCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/;}/g, '}')
    .replace(/\s*([{},;>])\s*/g, '$1')
    .replace(/:\s+/g, ':');
}
