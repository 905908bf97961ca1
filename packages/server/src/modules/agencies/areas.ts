import {
  type Area,
  type createArea as createAreaEndpoint,
  type Input,
  type moveArea as moveAreaEndpoint,
  Problem,
} from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { readBy, requireHost } from './acting.ts';
import { countLevels, findArea, insertArea, listAreaRows, lockAreas, updatePlace } from './area-store.ts';

/** From a country down to a street office there are five. */
const levelsMax = 10;
/** China has about 3,000 counties; a list that is longer names streets. */
const areasMax = 10_000;

export async function listAreas(ctx: Context): Promise<{ rows: Area[] }> {
  return { rows: await inTransaction(ctx, (tx) => listAreaRows(tx, areasMax)) };
}

/** Adds an area below another one, or a root. Throws `area.unknown`, `area.too_deep`, `area.code_taken`. */
export async function createArea(ctx: Context, draft: Input<typeof createAreaEndpoint>['body']): Promise<Area> {
  requireHost(ctx);
  const by = readBy(draft.by);
  const { code, name, parentId, reason } = draft;
  return await inTransaction(ctx, async (tx) => {
    await lockAreas(tx);
    const above = await pathOf(tx, parentId);
    refuseTooDeep(above.length + 1);
    const id = tx.newId();
    const area: Area = { id, code, name, path: [...above, id], ...(parentId === undefined ? {} : { parentId }) };
    if (!(await insertArea(tx, area))) throw new Problem('area.code_taken', { parameters: { field: 'code' } });
    await logAction(tx, { action: 'create', subject: 'area', subjectId: id, reason, by });
    return area;
  });
}

/** Puts an area with all below it elsewhere in the tree. Throws `area.below_itself`, `area.unknown`, `area.too_deep`. */
export async function moveArea(
  ctx: Context,
  id: string,
  { parentId, by, reason }: Input<typeof moveAreaEndpoint>['body'],
): Promise<Area> {
  requireHost(ctx);
  const name = readBy(by);
  return await inTransaction(ctx, async (tx) => {
    await lockAreas(tx);
    const area = await findArea(tx, id);
    if (area === undefined) throw new Problem('request.not_found');
    const above = await pathOf(tx, parentId);
    if (above.includes(id)) throw new Problem('area.below_itself', { parameters: { field: 'parentId' } });
    refuseTooDeep(above.length + (await countLevels(tx, area)));
    await updatePlace(tx, { area, parentId, above });
    await logAction(tx, { action: 'move', subject: 'area', subjectId: id, fields: ['parentId'], reason, by: name });
    const { parentId: _before, ...rest } = area;
    return { ...rest, path: [...above, id], ...(parentId === undefined ? {} : { parentId }) };
  });
}

async function pathOf(tx: Context, parentId: string | undefined): Promise<readonly string[]> {
  if (parentId === undefined) return [];
  const parent = await findArea(tx, parentId);
  if (parent === undefined) throw new Problem('area.unknown', { parameters: { field: 'parentId' } });
  return parent.path;
}

function refuseTooDeep(levels: number): void {
  if (levels > levelsMax) throw new Problem('area.too_deep', { parameters: { limit: levelsMax } });
}
