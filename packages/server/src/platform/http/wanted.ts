import type { Words } from '@spring-rain/contract';
import type { TSchema } from 'typebox';

/** The members of JSON Schema that this code reads; TypeBox's own types are narrower than what a pointer may reach. */
interface SchemaView {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaView[];
  readonly properties?: Readonly<Record<string, SchemaView>>;
  readonly items?: SchemaView;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The part of a schema that a JSON pointer into the value stands under; undefined when there is none. */
export function schemaAt(schema: TSchema, pointer: string): TSchema | undefined {
  let current: SchemaView | undefined = schema as SchemaView;
  for (const step of pointer.split('/').slice(1)) {
    current = current?.properties?.[step] ?? current?.items;
  }
  return current as TSchema | undefined;
}

/** What a schema wants, in words of both languages. */
export function wantedOf(schema: TSchema | undefined): Words {
  const view = (schema ?? {}) as SchemaView;
  if (view.anyOf?.every((option) => option.const !== undefined)) {
    const list = view.anyOf.map((option) => String(option.const)).join(', ');
    return { 'zh-CN': `以下之一：${list}`, en: `one of: ${list}` };
  }
  if (view.const !== undefined) return { 'zh-CN': String(view.const), en: String(view.const) };
  return wantedOfType[view.type ?? '']?.(view) ?? { 'zh-CN': '另一种值', en: 'another value' };
}

const wantedOfType: Readonly<Record<string, (view: SchemaView) => Words>> = {
  string: wantedText,
  integer: (view) => wantedNumber(view, { 'zh-CN': '整数', en: 'a whole number' }),
  number: (view) => wantedNumber(view, { 'zh-CN': '数字', en: 'a number' }),
  boolean: () => ({ 'zh-CN': 'true 或 false', en: 'true or false' }),
  array: (view) =>
    view.maxItems === undefined
      ? { 'zh-CN': '列表', en: 'a list' }
      : { 'zh-CN': `最多 ${view.maxItems} 项的列表`, en: `a list of at most ${view.maxItems}` },
  object: () => ({ 'zh-CN': 'JSON 对象', en: 'a JSON object' }),
};

function wantedText(view: SchemaView): Words {
  if (view.format === 'date-time') {
    return {
      'zh-CN': '带时区的时间，例如 2026-11-02T01:30:00Z',
      en: 'a time with its zone, such as 2026-11-02T01:30:00Z',
    };
  }
  if (view.format === 'uuid') return { 'zh-CN': 'UUID', en: 'a UUID' };
  if (view.pattern !== undefined) {
    return { 'zh-CN': `符合 ${view.pattern} 的文字`, en: `text of the form ${view.pattern}` };
  }
  if (view.minLength !== undefined && view.maxLength !== undefined) {
    return {
      'zh-CN': `${view.minLength} 到 ${view.maxLength} 个字符的文字`,
      en: `text of ${view.minLength} to ${view.maxLength} characters`,
    };
  }
  if (view.maxLength !== undefined) {
    return { 'zh-CN': `最多 ${view.maxLength} 个字符的文字`, en: `text of at most ${view.maxLength} characters` };
  }
  return { 'zh-CN': '文字', en: 'text' };
}

function wantedNumber(view: SchemaView, noun: Words): Words {
  const from =
    view.minimum === undefined ? undefined : { 'zh-CN': `不小于 ${view.minimum}`, en: `at least ${view.minimum}` };
  const to =
    view.maximum === undefined ? undefined : { 'zh-CN': `不大于 ${view.maximum}`, en: `at most ${view.maximum}` };
  const bounds = [from, to].filter((bound) => bound !== undefined);
  return {
    'zh-CN': [noun['zh-CN'], ...bounds.map((bound) => bound['zh-CN'])].join('，'),
    en: [noun.en, ...bounds.map((bound) => bound.en)].join(', '),
  };
}
