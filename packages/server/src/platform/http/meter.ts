import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Route } from './types.ts';

/** Upper bounds of the duration buckets, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

/** Counts requests by endpoint and status: names of our own, never a path, an address or an id. */
export interface Meter {
  readonly registry: Registry;
  observe(route: Route, status: number, durationMs: number): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
}

interface Tally {
  readonly byStatus: Map<number, number>;
  readonly byBucket: number[];
  sumSeconds: number;
  count: number;
}

/**
 * A meter that adds plain numbers on the request path and makes Prometheus's labelled text of them only when asked:
 * a labelled observation in the usual library costs as much as the rest of a small reply.
 */
export function openMeter(): Meter {
  const tallies = new Map<string, Tally>();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    observe(route, status, durationMs) {
      const tally = tallyOf(tallies, route.endpoint.name);
      const seconds = durationMs / 1000;
      tally.count += 1;
      tally.sumSeconds += seconds;
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1);
      let at = 0;
      while (at < bounds.length && seconds > bounds[at]!) at += 1;
      tally.byBucket[at] = (tally.byBucket[at] ?? 0) + 1;
    },
    text: async () => `${await registry.metrics()}\n${requestsText(tallies)}`,
  };
}

/** A number that is read when metrics are. */
export function addGauge(meter: Meter, name: string, given: { help: string; read: () => number }): void {
  new Gauge({
    name,
    help: given.help,
    registers: [meter.registry],
    collect() {
      this.set(given.read());
    },
  });
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = { byStatus: new Map(), byBucket: new Array<number>(bounds.length + 1).fill(0), sumSeconds: 0, count: 0 };
    tallies.set(name, tally);
  }
  return tally;
}

function requestsText(tallies: ReadonlyMap<string, Tally>): string {
  const counted = [
    '# HELP spring_rain_http_requests_total Requests answered, by endpoint and status.',
    '# TYPE spring_rain_http_requests_total counter',
  ];
  const timed = [
    '# HELP spring_rain_http_request_duration_seconds Time from the head of a request to its whole answer.',
    '# TYPE spring_rain_http_request_duration_seconds histogram',
  ];
  for (const [name, tally] of tallies) {
    for (const [status, count] of tally.byStatus) {
      counted.push(`spring_rain_http_requests_total{endpoint="${name}",status="${status}"} ${count}`);
    }
    let below = 0;
    for (const [at, bound] of bounds.entries()) {
      below += tally.byBucket[at] ?? 0;
      timed.push(`spring_rain_http_request_duration_seconds_bucket{endpoint="${name}",le="${bound}"} ${below}`);
    }
    timed.push(`spring_rain_http_request_duration_seconds_bucket{endpoint="${name}",le="+Inf"} ${tally.count}`);
    timed.push(`spring_rain_http_request_duration_seconds_sum{endpoint="${name}"} ${tally.sumSeconds}`);
    timed.push(`spring_rain_http_request_duration_seconds_count{endpoint="${name}"} ${tally.count}`);
  }
  return `${[...counted, ...timed].join('\n')}\n`;
}
