import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { type ListenerTools, PrometheusListener } from '../http/prometheusListener.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { OtlpExport } from '../metrics/export/otlp.ts';
import type { Settings } from '../settings/settings.ts';

export interface ExportTools extends ListenerTools {
  readonly version: string;
}

/** Where metrics go beside the editor: to whoever scrapes them, and to a collector. Off unless the settings say otherwise. */
export class MetricsExports implements Disposable {
  readonly #tools: ExportTools;
  readonly #owned = new DisposableStore();
  readonly #prometheus: PrometheusListener;
  #otlpUrl = '';
  #otlp: OtlpExport | undefined;

  constructor(tools: ExportTools) {
    this.#tools = tools;
    this.#prometheus = this.#owned.add(new PrometheusListener(tools));
    this.#owned.add({ dispose: () => this.#otlp?.dispose() });
  }

  apply(settings: Settings): void {
    this.#prometheus.listenOn(settings['metrics.prometheusPort']);
    void this.#sendTo(settings['metrics.otlpUrl']);
  }

  readonly observe = (event: MetricsEvent): void => this.#otlp?.observe(event);

  dispose(): void {
    this.#owned.dispose();
  }

  async #sendTo(url: string): Promise<void> {
    if (url === this.#otlpUrl) return;
    this.#otlpUrl = url;
    this.#otlp?.dispose();
    this.#otlp = undefined;
    if (url === '') return;
    // The SDK is large: it is loaded when it is needed.
    const { OtlpExport } = await import('../metrics/export/otlp.ts');
    if (this.#otlpUrl === url) this.#otlp = new OtlpExport({ url, version: this.#tools.version });
  }
}
