import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Point {
  readonly sum: number;
  readonly count: number;
  readonly explicitBounds: readonly number[];
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { stringValue?: string };
  }[];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly histogram: { readonly dataPoints: readonly Point[] };
}

/** An OpenTelemetry collector on a real socket that keeps what it is sent. */
export class Collector {
  readonly exports: { readonly path: string; readonly metrics: readonly Metric[] }[] = [];
  #next = Promise.withResolvers<void>();
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { resourceMetrics = [] } = JSON.parse(Buffer.concat(parts).toString());
    const metrics = resourceMetrics.flatMap(({ scopeMetrics }: { scopeMetrics: object[] }) =>
      scopeMetrics.flatMap((each) => (each as { metrics: Metric[] }).metrics),
    );
    this.exports.push({ path: request.url ?? '', metrics });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    this.#next.resolve();
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<this> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(this)));
  }

  /** Resolves with the next export, or the first that nobody has waited for. */
  async next(): Promise<readonly Metric[]> {
    await this.#next.promise;
    this.#next = Promise.withResolvers();
    return this.exports.at(-1)?.metrics ?? [];
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
