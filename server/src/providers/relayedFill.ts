import type { Canonical } from '../base/digest.ts';
import { type Endpoint, type FimFamily, modelFor } from '../domain/endpoint.ts';
import type { JsonValue } from '../domain/relay.ts';
import type { PreparedRequest, Provider } from './provider.ts';
import { fimTemplates } from './templates/index.ts';
import { familyOf } from './templates/modelNames.ts';

type Filling = Pick<Provider, 'fill'>;
type Body = { readonly [member: string]: JsonValue };

/** True for an endpoint whose model is known to fill in the middle for other programs. */
export const canFill = (endpoint: Endpoint, provider: Filling): boolean =>
  wayOf(endpoint, provider) !== undefined;

/** False where a server would not heed what stands behind the place; one that takes a suffix says itself whether its model can. */
export const mayFill = (endpoint: Endpoint, provider: Filling): boolean =>
  provider.fill?.takesSuffix === true || canFill(endpoint, provider);

/**
 * A request with a text before and one behind the place to fill, as the endpoint's server takes it: with its suffix, else as the prompt of the
 * model's family. `undefined` where it is no such request, or the model cannot.
 */
export function filled(
  body: Body,
  endpoint: Endpoint,
  provider: Filling,
): PreparedRequest | undefined {
  const { prompt: prefix, suffix, ...rest } = body;
  if (typeof prefix !== 'string' || typeof suffix !== 'string') return undefined;
  const way = wayOf(endpoint, provider);
  if (way === undefined) return undefined;
  const model = modelFor(endpoint, 'completion');
  if (way.family === undefined) return { path: way.path, body: { ...body, model } };
  const { prompt, stop } = fimTemplates[way.family];
  const asked = prompt({ kind: 'infill', prefix, suffix }, '');
  return {
    path: way.path,
    body: { ...rest, ...way.more, model, prompt: asked, stop: [...stopsIn(body), ...stop] },
  };
}

interface Way {
  readonly path: string;
  readonly more?: { readonly [member: string]: Canonical };
  /** Whose prompt is written; absent where the suffix goes as it is. */
  readonly family?: FimFamily;
}

function wayOf(endpoint: Endpoint, { fill }: Filling): Way | undefined {
  if (fill === undefined || endpoint.completionApi === 'chat') return undefined;
  const { takesSuffix, ...way } = fill;
  const { fimTemplate = 'auto' } = endpoint;
  if (takesSuffix && fimTemplate === 'auto') return way;
  const family = fimTemplate === 'auto' ? familyOf(endpoint.completionModel) : fimTemplate;
  return family && { ...way, family };
}

const stopsIn = ({ stop }: Body): readonly string[] =>
  (Array.isArray(stop) ? stop : [stop]).filter((each) => typeof each === 'string');
