import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { InfillInput } from '../../../server/src/domain/generation.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { prepare } from '../../../server/src/upstream/prepare.ts';
import { aRequest } from '../../testing/requests.ts';
import { FORMS, type Form, type Place, type Right } from './forms.ts';

/** OpenAI's API, and servers that follow it, refuse a fifth stop sequence. */
const MOST_STOPS = 4;

const PLACE: Place = {
  prefix: 'const total = ',
  suffix: ';\n',
  file: 'sum.ts',
  other: 'items.ts',
  text: 'export let items;',
};

const ALONE: InfillInput = {
  kind: 'infill',
  prefix: PLACE.prefix,
  suffix: PLACE.suffix,
  file: PLACE.file,
};
const HELPED: InfillInput = { ...ALONE, snippets: [{ name: PLACE.other, text: PLACE.text }] };

/** The endpoint that the settings make of a model served by vLLM. */
export function servedByVllm(model: string): Endpoint {
  const setting = { id: 'e', provider: 'vllm', url: 'http://127.0.0.1:8000/v1', model };
  const { settings, problems } = parseSettings({ endpoints: [setting] });
  const [endpoint] = configuredEndpoints(settings);
  if (endpoint === undefined) throw new Error(problems.join('\n'));
  return endpoint;
}

/** The mistakes in how a model of a name is asked; none where it is asked in the form that is right. */
function mistakesIn(model: string, right: Right): string[] {
  const endpoint = servedByVllm(model);
  const [alone, helped] = [ALONE, HELPED].map((input) => asked(endpoint, input));
  if (right === 'chat') return alone?.prompt === undefined ? [] : ['asked to fill in'];
  const form: Form = FORMS[right];
  const forms = [
    alone?.prompt === form.alone(PLACE) ? [] : [`${right}: ${alone?.prompt ?? 'chat'}`],
    form.helped === undefined || helped?.prompt === form.helped(PLACE)
      ? []
      : [`${right}, another file: ${helped?.prompt ?? 'chat'}`],
    (alone?.stops ?? 0) <= MOST_STOPS ? [] : [`${alone?.stops} stops`],
  ];
  return forms.flat();
}

function asked(endpoint: Endpoint, input: InfillInput) {
  const { body } = prepare(aRequest({ input }), endpoint);
  const { prompt, stop } = body;
  return {
    prompt: typeof prompt === 'string' ? prompt : undefined,
    stops: Array.isArray(stop) ? stop.length : 0,
  };
}

/** Names by the form that is right for them. */
export type Names = Readonly<Partial<Record<Right, readonly string[]>>>;

/** The names that are asked wrongly, each with its mistakes. */
export const wrongNames = (names: Names): (readonly [name: string, mistakes: string])[] =>
  (Object.keys(names) as Right[])
    .flatMap((right) =>
      (names[right] ?? []).map((name) => [name, mistakesIn(name, right)] as const),
    )
    .filter(([, mistakes]) => mistakes.length > 0)
    .map(([name, mistakes]) => [name, mistakes.join('; ')]);
