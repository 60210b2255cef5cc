import type { Endpoint } from '../../domain/endpoint.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** One provider a file; this table is what the setting `endpoints[].provider` chooses from. */
export const providers: Readonly<Record<Endpoint['provider'], Provider>> = { openai };
