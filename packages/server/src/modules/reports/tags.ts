import { Problem, sharingLimits } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { lockReport } from './desk-store.ts';
import { deleteTag, insertTag, readMarks } from './tag-store.ts';
import { acceptLine, acceptName } from './text.ts';

export interface TagDraft {
  readonly id: string;
  readonly tag: string;
  readonly by: string;
}

/**
 * Puts a word of the agency's own on one of its reports; the same again changes nothing. Answers the report's tags.
 * Throws `request.not_found`, `decision.name_missing`, `report.tag_invalid`.
 */
export async function tagReport(ctx: Context, draft: TagDraft): Promise<{ tags: string[] }> {
  const by = acceptName(draft.by);
  const tag = acceptTag(draft.tag);
  return await inTransaction(ctx, async (tx) => {
    const tags = await lockTags(tx, draft.id);
    if (tags.includes(tag)) return { tags };
    if (tags.length >= sharingLimits.tagsPerReportMax) throw invalid();
    await insertTag(tx, { reportId: draft.id, tag, by });
    await emit(tx, 'report.tagged', { subjectId: draft.id });
    return { tags: [...tags, tag].toSorted() };
  });
}

/** Takes a tag off a report; one that is not there is no mistake. Throws as `tagReport` does. */
export async function untagReport(ctx: Context, draft: TagDraft): Promise<{ tags: string[] }> {
  acceptName(draft.by);
  const tag = acceptTag(draft.tag);
  return await inTransaction(ctx, async (tx) => {
    const tags = await lockTags(tx, draft.id);
    await deleteTag(tx, { reportId: draft.id, tag });
    if (tags.includes(tag)) await emit(tx, 'report.untagged', { subjectId: draft.id });
    return { tags: tags.filter((each) => each !== tag) };
  });
}

/** Only the owner tags: what others share is not there to be locked. */
async function lockTags(tx: Context, id: string): Promise<string[]> {
  if ((await lockReport(tx, id)) === undefined) throw new Problem('request.not_found');
  return (await readMarks(tx, id)).tags;
}

function acceptTag(written: string): string {
  const tag = acceptLine(written, 'tag')?.normalize('NFKC').toLowerCase();
  if (tag === undefined || tag.length > sharingLimits.tagMaxChars) throw invalid();
  return tag;
}

function invalid(): Problem {
  const { tagMaxChars, tagsPerReportMax } = sharingLimits;
  return new Problem('report.tag_invalid', {
    parameters: { field: 'tag', limit: tagMaxChars, most: tagsPerReportMax },
  });
}
