import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { EventHub } from '../base/eventHub.ts';
import { type ListenerTools, PrometheusListener } from '../http/prometheusListener.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { Settings } from '../settings/settings.ts';

export interface ExportTools extends ListenerTools {
  readonly version: string;
  readonly events: EventHub<MetricsEvent>;
}

/** Where metrics go beside the editor: to whoever scrapes them, and to a collector. Off unless the settings say otherwise. */
export class MetricsExports implements Disposable {
  readonly #tools: ExportTools;
  readonly #owned = new DisposableStore();
  readonly #prometheus: PrometheusListener;
  #otlpUrl = '';
  /** The export, and its listening; absent while there is no collector. */
  #otlp: Disposable | undefined;

  constructor(tools: ExportTools) {
    this.#tools = tools;
    this.#prometheus = this.#owned.add(new PrometheusListener(tools));
    this.#owned.add({ dispose: () => this.#otlp?.dispose() });
  }

  apply(settings: Settings): void {
    this.#prometheus.listenOn(settings['metrics.prometheusPort']);
    void this.#sendTo(settings['metrics.otlpUrl']);
  }

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
    if (this.#otlpUrl !== url) return;
    const { events, version, clock } = this.#tools;
    const otlp = new OtlpExport({ url, version, clock });
    const listening = events.onAny(otlp.observe);
    this.#otlp = {
      dispose() {
        listening.dispose();
        otlp.dispose();
      },
    };
  }
}
