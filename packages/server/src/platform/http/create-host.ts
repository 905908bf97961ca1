import { randomBytes } from 'node:crypto';
import { problemPage } from '@spring-rain/pages';
import type { Log } from '../log.ts';
import type { Resources } from '../resources.ts';
import type { IdentifyStaff } from '../staff.ts';
import { openActivity } from './activity.ts';
import { addressRanges } from './address.ts';
import { rateLimits } from './admission.ts';
import { type FloodRules, floodGuard, noFloodGuard } from './flood.ts';
import type { HttpHost } from './http-host.ts';
import type { Meter } from './meter.ts';
import { floodRules, limitRules, streamRules } from './profile-limits.ts';
import { fixedHeaders } from './security-headers.ts';
import { openStreams, type StreamRules } from './sse.ts';

/** What a test sets differently. */
export interface HttpOptions {
  /** Whether requests are limited; the configuration decides unless given. */
  readonly limitsRequests?: boolean;
  /** Whether filings need a proof above the free budget, with other thresholds than the profile's. */
  readonly flood?: boolean | Partial<FloodRules>;
  readonly streams?: Partial<StreamRules>;
  /** Holds every JSON reply against the contract. */
  readonly checkReplies?: boolean;
}

/** Gathers what the HTTP pipeline needs from the opened resources. */
export async function createHttpHost(
  resources: Resources,
  options: HttpOptions & {
    readonly meter: Meter;
    readonly stopping: AbortSignal;
    readonly version: string;
    readonly identify: IdentifyStaff;
  },
): Promise<HttpHost> {
  const { config, keys, profile, log, clock } = resources;
  const isSecure = config.tls !== undefined || config.publicUrl?.startsWith('https://') === true;
  const nowMs = () => clock.now().getTime();
  const isLimited = options.limitsRequests ?? config.rateLimits;
  const flood = options.flood ?? config.floodProof;
  const rules = { ...floodRules(profile), ...(typeof flood === 'object' ? flood : {}) };
  let requests = 0;
  // Tells requests of this process apart in its log; says nothing to anybody else.
  const process = randomBytes(4).toString('hex');
  return {
    contexts: {
      public: resources.context({ role: 'public_intake', name: 'public' }),
      operator: resources.context({ role: 'app', name: 'operator' }),
    },
    operatorToken: keys.operatorToken,
    identify: options.identify,
    ranges: { trusted: addressRanges(config.trustedProxies), campus: addressRanges(config.campusRanges) },
    limits: rateLimits(isLimited ? limitRules(profile) : undefined, nowMs),
    flood: flood === false ? noFloodGuard : floodGuard(rules, { secret: (purpose) => keys.keyedHash(purpose), nowMs }),
    headers: await fixedHeaders({ isSecure }),
    meter: options.meter,
    streams: openStreams({ ...streamRules(profile), ...options.streams }, options.stopping),
    activity: openActivity(),
    log,
    problemPage: (frame, problem) => problemPage(frame, { problem }),
    isSecure,
    checkReplies: options.checkReplies ?? false,
    demo: config.demo,
    version: options.version,
    publicUrl: config.publicUrl,
    logsRequests: config.logLevel === 'debug',
    noteOutage: outageLog(log),
    newRequestId: () => {
      requests += 1;
      return `${process}-${requests.toString(36)}`;
    },
    isStopping: () => options.stopping.aborted,
  };
}

const outageLogIntervalMs = 1_000;

function outageLog(log: Log): HttpHost['noteOutage'] {
  let loggedMs = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  return (endpoint, problem) => {
    const nowMs = performance.now();
    if (nowMs - loggedMs < outageLogIntervalMs) {
      unlogged += 1;
      return;
    }
    log.warn(
      { endpoint, problem: problem.code, unlogged, err: problem.options.cause },
      'a request could not be served',
    );
    loggedMs = nowMs;
    unlogged = 0;
  };
}
