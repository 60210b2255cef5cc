import { OpenAiUpstream } from '../../../tools/servers/openAiUpstream.ts';
import { hashOf } from '../../support/gatewayConfigs.ts';
import { CHAT, EMBEDDING, type Place, TEXT } from '../clients/program.ts';
import { GatewayProcess } from './gatewayProcess.ts';

const SEED = 20;
/** The key of the account at the upstream, and the key that the gateway has made for its clients. */
const KEY = 'sk-upstream';
const CLIENTS_KEY = 'ak-clients';
const KEY_OF_CLIENTS = { name: 'clients', hash: hashOf(CLIENTS_KEY) };
const FAILURES = ['429-once', '429-always', '402-always', '500-once', '500-always', '503-always'];
const CLIENTS = ['openai', 'ai', 'chain'];
const FAILING = CLIENTS.flatMap((client) => FAILURES.map((each) => `fails-${each}-${client}`));

/** A server with OpenAI's API that knows the models of all programs. */
export async function anUpstream(): Promise<OpenAiUpstream> {
  const models = [CHAT, TEXT, EMBEDDING, ...FAILING];
  const upstream = new OpenAiUpstream({ key: KEY, models, seed: SEED });
  await upstream.start();
  return upstream;
}

/** An endpoint for each model: what one is refused holds for it alone. */
const endpointsFor = ({ url }: OpenAiUpstream): object[] =>
  [CHAT, TEXT, EMBEDDING, ...FAILING].map((model) => ({
    id: model,
    provider: 'openai',
    url,
    model,
    apiKeyEnv: 'UPSTREAM_KEY',
    roles: [model === TEXT ? 'completion' : 'action'],
  }));

/** An upstream, and a gateway in front of it. */
export class Ground {
  readonly upstream: OpenAiUpstream;
  readonly gateway: GatewayProcess;

  /** For another gateway like it. */
  readonly config: object;
  readonly keys = [KEY_OF_CLIENTS];
  readonly environment = { UPSTREAM_KEY: KEY };

  private constructor(upstream: OpenAiUpstream, gateway: GatewayProcess, config: object) {
    this.upstream = upstream;
    this.gateway = gateway;
    this.config = config;
  }

  static async begin(
    changes: object = {},
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ground> {
    const upstream = await anUpstream();
    const usual = { keys: [KEY_OF_CLIENTS], workers: { max: 1 } };
    const config = { endpoints: endpointsFor(upstream), ...usual, ...changes };
    const gateway = await GatewayProcess.begin(config, { UPSTREAM_KEY: KEY, ...environment });
    return new Ground(upstream, gateway, config);
  }

  get place(): Place {
    return { baseURL: this.gateway.url, apiKey: CLIENTS_KEY };
  }

  restart(): Promise<void> {
    return this.gateway.restart();
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.upstream.stop();
  }
}

/** The upstream itself, for programs. */
export const placeOf = ({ url }: OpenAiUpstream): Place => ({ baseURL: url, apiKey: KEY });
