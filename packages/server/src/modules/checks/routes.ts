import * as contract from '@spring-rain/contract';
import { Problem } from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { checkImage, receivePicture } from './images.ts';
import { checkText, type Knowledge } from './service.ts';

export function checkRoutes(knowledge: Knowledge, images: ImageReader): Route[] {
  return [
    bind(contract.checkText, (ctx, { body }) => checkText(ctx, knowledge, body.text)),
    bind(contract.checkImage, async (ctx, _input, request) => {
      const picture = await receivePicture(request.files);
      if (picture === undefined) throw new Problem('image.missing');
      return await checkImage(ctx, { knowledge, images }, { picture, signal: request.signal() });
    }),
  ];
}
