import type { Verdict } from '@spring-rain/engine';

/**
 * The colours, sizes and fonts that pages and console share. Light and dark have the same names; every ink holds a
 * contrast of at least 4.5 on every ground that it is used on (a test computes it).
 */
export const colours = {
  light: {
    paper: '#ffffff',
    raised: '#f7f8fa',
    ink: '#101828',
    'ink-soft': '#475467',
    line: '#d0d5dd',
    field: '#667085',
    house: '#0f766e',
    'on-house': '#ffffff',
    red: '#b42318',
    'red-pale': '#fef3f2',
    orange: '#b54708',
    'orange-pale': '#fff6ed',
    yellow: '#854a0e',
    'yellow-pale': '#fefbe8',
    neutral: '#475467',
    'neutral-pale': '#f2f4f7',
    'on-neutral': '#ffffff',
    'house-pale': '#eefaf8',
    alarm: '#b42318',
    'on-alarm': '#ffffff',
    focus: '#1d4ed8',
  },
  dark: {
    paper: '#0f1419',
    raised: '#1a2129',
    ink: '#f2f4f7',
    'ink-soft': '#b4bcc8',
    line: '#394452',
    field: '#8b97a8',
    house: '#5fd0c5',
    'on-house': '#06201e',
    red: '#ff9b8f',
    'red-pale': '#3a1613',
    orange: '#fdb272',
    'orange-pale': '#38200e',
    yellow: '#f5d065',
    'yellow-pale': '#332708',
    neutral: '#b4bcc8',
    'neutral-pale': '#232c36',
    'on-neutral': '#10151b',
    'house-pale': '#10302d',
    alarm: '#d92d20',
    'on-alarm': '#ffffff',
    focus: '#93b4ff',
  },
} as const;

export type ColourName = keyof (typeof colours)['light'];

/** Which ink is set on which grounds; what is not here must not be used together. */
export const pairings: readonly { readonly ink: ColourName; readonly grounds: readonly ColourName[] }[] = [
  {
    ink: 'ink',
    grounds: ['paper', 'raised', 'red-pale', 'orange-pale', 'yellow-pale', 'neutral-pale', 'house-pale'],
  },
  {
    ink: 'ink-soft',
    grounds: ['paper', 'raised', 'red-pale', 'orange-pale', 'yellow-pale', 'neutral-pale', 'house-pale'],
  },
  { ink: 'house', grounds: ['paper', 'raised', 'house-pale'] },
  { ink: 'on-house', grounds: ['house'] },
  { ink: 'red', grounds: ['paper', 'raised', 'red-pale'] },
  { ink: 'on-alarm', grounds: ['alarm'] },
  { ink: 'orange', grounds: ['paper', 'raised', 'orange-pale'] },
  { ink: 'yellow', grounds: ['paper', 'raised', 'yellow-pale'] },
  { ink: 'neutral', grounds: ['paper', 'raised', 'neutral-pale'] },
  { ink: 'on-neutral', grounds: ['neutral'] },
];

/** Beside each verdict's colour, for those who do not see it. */
export const verdictSymbols: Readonly<Record<Verdict, string>> = {
  'known-scam': '×',
  reported: '▲',
  caution: '!',
  'no-record': '?',
  'known-good': 'i',
};

const fonts = 'system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif';

/** The tokens as CSS custom properties: light, and dark where the reader's system asks for it. Paper is always light. */
export function tokensCss(): string {
  return [
    `:root{color-scheme:light dark;--font:${fonts};${declarations(colours.light)}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${declarations(colours.dark)}}}`,
  ].join('\n');
}

function declarations(set: Readonly<Record<string, string>>): string {
  return Object.entries(set)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
