import type { Profile } from '../profile.ts';
import type { LimitRules } from './admission.ts';
import type { FloodRules } from './flood.ts';
import type { StreamRules } from './sse.ts';

/** A proxy gives up on a silent line after half a minute or more. */
const heartbeatSeconds = 15;
const stallSeconds = 30;
const filingsWindowSeconds = 10 * 60;

/** The budgets of requests that a profile gives. */
export function limitRules({ rate, flood }: Profile): LimitRules {
  return {
    budgets: {
      read: perMinute(rate.readsPerAddressPerMinute),
      check: perMinute(rate.checksPerAddressPerMinute),
      image: perMinute(rate.imagesPerAddressPerMinute),
      report: perHour(rate.filingsPerAddressPerHour),
      receipt: perMinute(rate.receiptRequestsPerAddressPerMinute),
      'sign-in': perMinute(rate.signInsPerAddressPerMinute),
      // The operator's token draws on none.
      desk: perMinute(rate.deskRequestsPerAddressPerMinute),
    },
    perReceipt: perHour(rate.statusReadsPerReceiptPerHour),
    wrongReceipts: perHour(rate.wrongReceiptsPerAddressPerHour),
    campusFactor: flood.sharedAddressFactor,
  };
}

/** The thresholds of the flood guard that a profile gives. */
export function floodRules({ flood }: Profile): FloodRules {
  return {
    freeFilings: flood.freeReportsPerAddressPer10Minutes,
    windowSeconds: filingsWindowSeconds,
    campusFactor: flood.sharedAddressFactor,
    siteFilingsPerMinute: flood.siteReportsPerMinute,
    workMaxNumber: flood.workMaxNumber,
    workDoublingsMax: flood.workDoublingsMax,
    proofLifetimeSeconds: flood.workLifetimeSeconds,
    waitSeconds: flood.noScriptWaitSeconds,
    waitingPassesPerHour: flood.noScriptPassesPerAddressPerHour,
  };
}

export function streamRules({ rate, log }: Profile): StreamRules {
  return {
    maxTotal: rate.eventStreamsMax,
    maxPerAddress: rate.eventStreamsPerAddress,
    heartbeatSeconds,
    stallSeconds,
    recheckSeconds: log.streamRecheckSeconds,
  };
}

const perMinute = (requests: number) => ({ burst: requests, perMinute: requests });
const perHour = (requests: number) => ({ burst: requests, perMinute: requests / 60 });
