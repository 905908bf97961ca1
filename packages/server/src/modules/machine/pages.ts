import { createHash } from 'node:crypto';
import { Problem, pageEndpoints } from '@spring-rain/contract';
import { type Asset, assets, developersPage } from '@spring-rain/pages';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { BytesReply, Route } from '../../platform/http/types.ts';
import { apiDescription } from './description.ts';
import type { MachineResources } from './module.ts';

/** How long a browser may use a file without asking whether it changed; its address does not change with it. */
const assetMaxAgeSeconds = 600;

export function machinePages(resources: MachineResources): Route[] {
  const files = assetReplies();
  return [
    bind(pageEndpoints.developersPage, (ctx, _input, request) => ({
      html: developersPage(pageView(ctx, request), { openapi: apiDescription(resources) }),
    })),
    bind(pageEndpoints.assetFile, (_ctx, { params }) => {
      const reply = files.get(params.name);
      if (reply === undefined) throw new Problem('request.not_found');
      return reply;
    }),
  ];
}

function assetReplies(): ReadonlyMap<string, BytesReply> {
  return new Map([...assets()].map(([name, asset]) => [name, assetReply(asset)]));
}

function assetReply({ type, bytes }: Asset): BytesReply {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return {
    bytes,
    mediaType: type,
    headers: { etag: `"${hash}"`, 'cache-control': `public, max-age=${assetMaxAgeSeconds}` },
  };
}
