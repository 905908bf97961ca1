import type { Multipart } from '@fastify/multipart';
import { limits, Problem } from '@spring-rain/contract';
import { fieldsOnce, formLimits, sizeText, tooManyFields } from './body.ts';
import type { UploadedFile } from './types.ts';

/** What `@fastify/multipart` is told; one file over the count is read, so that it can be refused by name. */
export const multipartLimits = {
  fields: formLimits.fieldsMaxCount,
  fieldNameSize: 100,
  fieldSize: limits.textMaxChars * 4 * 3,
  fileSize: limits.attachmentMaxBytes,
  files: limits.attachmentsMaxCount,
  headerPairs: 50,
} as const;

export const multipartBodyMaxBytes = limits.attachmentsMaxCount * limits.attachmentMaxBytes + 1024 * 1024;

type Parts = AsyncIterableIterator<Multipart>;

/** A multipart form: its text fields, which come first, and its files, read one by one as they are asked for. */
export async function readMultipart(
  parts: Parts,
): Promise<{ fields: Record<string, string>; files: AsyncIterable<UploadedFile> }> {
  const fields: [string, string][] = [];
  for (;;) {
    const part = await nextPart(parts);
    if (part === undefined) return { fields: fieldsOnce(fields), files: noFiles() };
    if (part.type === 'file') return { fields: fieldsOnce(fields), files: filesFrom(part, parts) };
    if (part.valueTruncated) throw fieldTooLong(part.fieldname);
    fields.push([part.fieldname, String(part.value)]);
  }
}

async function* filesFrom(first: Multipart, parts: Parts): AsyncIterable<UploadedFile> {
  let part: Multipart | undefined = first;
  while (part !== undefined) {
    if (part.type === 'field') {
      throw new Problem('request.invalid', {
        parameters: {
          field: part.fieldname.slice(0, 64),
          wanted: { 'zh-CN': '文字字段放在文件之前', en: 'text fields to come before files' },
        },
      });
    }
    const bytes = await part.toBuffer();
    if (part.file.truncated) {
      throw new Problem('attachment.too_large', { parameters: { limit: sizeText(limits.attachmentMaxBytes) } });
    }
    // A file input left empty still arrives, without name and content.
    if (bytes.length > 0 || part.filename !== '') yield { field: part.fieldname, name: part.filename, bytes };
    part = await nextPart(parts);
  }
}

async function* noFiles(): AsyncIterable<UploadedFile> {}

async function nextPart(parts: Parts): Promise<Multipart | undefined> {
  try {
    const next = await parts.next();
    return next.done === true ? undefined : next.value;
  } catch (cause) {
    throw problemOfMultipart(cause);
  }
}

function problemOfMultipart(cause: unknown): unknown {
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (code === 'FST_FILES_LIMIT') {
    return new Problem('attachment.too_many', { parameters: { limit: limits.attachmentsMaxCount }, cause });
  }
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') return tooManyFields();
  return new Problem('request.invalid', {
    parameters: { field: 'body', wanted: { 'zh-CN': '完整的 multipart/form-data', en: 'whole multipart/form-data' } },
    cause,
  });
}

function fieldTooLong(name: string): Problem {
  const limit = limits.textMaxChars * 4;
  return new Problem('request.invalid', {
    parameters: {
      field: name.slice(0, 64),
      wanted: { 'zh-CN': `最多 ${limit} 个字符的文字`, en: `text of at most ${limit} characters` },
    },
  });
}
