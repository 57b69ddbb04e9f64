/** Upper bounds of the buckets in seconds: what feels instant, what is felt, what is a fault. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] as const;

interface Timed {
  labels: string;
  count: number;
  seconds: number;
  /** Answers not slower than each of `bounds`. */
  within: number[];
}

/** One figure as it stands at this moment. */
export interface Gauge {
  name: string;
  help: string;
  type?: 'gauge' | 'counter';
  values: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

/** Counts answers for as long as the process lives, whatever modules come and go. */
export interface Meter {
  /** @param route the pattern, never the address itself. @param seconds from the request's first byte to the answer's last. */
  answered(method: string, route: string, status: number, seconds: number): void;
  /** Everything counted, with the given figures, in the text format of Prometheus 0.0.4. */
  text(gauges: readonly Gauge[]): string;
}

const signs: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };
const quoted = (value: string) => `"${value.replace(/[\\"\n]/g, (sign) => signs[sign] as string)}"`;
const labelsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(',');
const sample = (name: string, labels: string, value: number) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`;
const head = (name: string, help: string, type: string) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

/** Our own few lines: the usual library for it costs 12 MB of memory, a tenth of what a small portal takes. */
export function createMeter(): Meter {
  const routes = new Map<string, Timed>();
  return {
    answered(method, route, status, seconds) {
      const key = `${method} ${route} ${status}`;
      let timed = routes.get(key);
      if (!timed) {
        timed = { labels: labelsOf({ method, route, status: String(status) }), count: 0, seconds: 0, within: bounds.map(() => 0) };
        routes.set(key, timed);
      }
      timed.count += 1;
      timed.seconds += seconds;
      for (const [i, bound] of bounds.entries()) if (seconds <= bound) timed.within[i] = (timed.within[i] ?? 0) + 1;
    },
    text(gauges) {
      const name = 'sede_http_request_duration_seconds';
      const lines = head(name, 'Answered requests by route and status.', 'histogram');
      for (const { labels, count, seconds, within } of routes.values()) {
        for (const [i, bound] of bounds.entries()) lines.push(sample(`${name}_bucket`, `${labels},le="${bound}"`, within[i] ?? 0));
        lines.push(sample(`${name}_bucket`, `${labels},le="+Inf"`, count), sample(`${name}_sum`, labels, seconds), sample(`${name}_count`, labels, count));
      }
      for (const gauge of gauges) {
        lines.push(...head(gauge.name, gauge.help, gauge.type ?? 'gauge'));
        for (const { labels, value } of gauge.values) lines.push(sample(gauge.name, labels ? labelsOf(labels) : '', value));
      }
      return `${lines.join('\n')}\n`;
    },
  };
}
