import { pageEndpoints } from '@spring-rain/contract';
import { homePage, playbookPage, scamsPage } from '@spring-rain/pages';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { Route } from '../../platform/http/types.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { checkImage, receivePicture } from './images.ts';
import { checkText, type Knowledge } from './service.ts';

/**
 * The one box, and its answer on the same page; a refusal stands there too, with the text still in the box. And the
 * playbooks that an answer leads to.
 */
export function checkPages(knowledge: Knowledge, images: ImageReader): Route[] {
  return [
    bind(pageEndpoints.homePage, (ctx, _input, request) => ({ html: homePage(pageView(ctx, request), {}) })),
    bind(
      pageEndpoints.checkPage,
      async (ctx, { body }, request) => {
        const text = typed(body.text);
        const picture = await receivePicture(request.files);
        if (picture !== undefined) {
          request.spend('image');
          const given = { picture, typed: text, signal: request.signal() };
          const { image, ...answer } = await checkImage(ctx, { knowledge, images }, given);
          return { html: homePage(pageView(ctx, request), { text: image.text, answer, image }) };
        }
        const answer = await checkText(ctx, knowledge, text);
        const read = body.fromPicture === undefined ? {} : { image: readBefore };
        return { html: homePage(pageView(ctx, request), { text, answer, ...read }) };
      },
      (ctx, { input, request, problem }) => ({
        html: homePage(pageView(ctx, request), { text: typed(input.body.text), problem }),
      }),
    ),
    bind(pageEndpoints.scamsPage, (ctx, _input, request) => ({ html: scamsPage(pageView(ctx, request)) })),
    bind(pageEndpoints.playbookPage, (ctx, { params }, request) => ({
      html: playbookPage(pageView(ctx, request), { kind: params.kind }),
    })),
  ];
}

/** What was read from a picture that is not there any more: the page is asked for again, in another language. */
const readBefore = { codes: [], isComplete: true } as const;

/** Forms send CRLF for a line end; lengths and marks are of what the visitor typed. */
function typed(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
