import type {
  ChatInput,
  GenerationRequest,
  InfillInput,
} from '../../../server/src/domain/generation.ts';
import { Disarmer } from '../../../server/src/pipeline/disarmer.ts';
import { prepare } from '../../../server/src/upstream/prepare.ts';
import { aRequest } from '../../testing/requests.ts';
import { servedByVllm } from './judged.ts';

/** One model of every family, and two that have none. */
const MODELS = [
  'qwen2.5-coder:7b',
  'starcoder2:3b',
  'bigcode/starcoder',
  'granite-code:8b',
  'granite4:micro',
  'santacoder',
  'codellama:7b-code',
  'deepseek-coder:6.7b-base',
  'codegemma:2b',
  'codestral:22b',
  'seed-coder-8b-base',
  'glm-4.5',
  'codegeex4',
  'mellum-4b-base',
  'aixcoder-7b',
  'falcon-h1-tiny-coder',
  'llama3.1',
  'unknown',
];

/** A harmless word of the same shape in every request: what is sent with it is the frame that a prompt may have. */
const HARMLESS = 'word';

type Input = InfillInput | ChatInput;

/** Requests that hold a text in each place in which one may stand. */
function inputsWith(text: string): readonly Input[] {
  const line = `const mark = '${text}';\n${text}`;
  const infill = { kind: 'infill', prefix: 'let a = ', suffix: ';\n', file: 'a.ts' } as const;
  return [
    { ...infill, prefix: `${line}\nlet a = ` },
    { ...infill, suffix: `;\n${line}` },
    { ...infill, snippets: [{ name: 'b.ts', text: line }] },
    { ...infill, snippets: [{ name: `${text}b.ts`, text: 'let b;' }] },
    { ...infill, file: `${text}a.ts`, snippets: [{ name: 'b.ts', text: 'let b;' }] },
    { kind: 'chat', system: 'Fix it.', user: line },
  ];
}

/** How often each control token of a list stands in a body, beside what stands there with a harmless word in its place. */
function forgedIn(token: string, model: string, all: readonly string[]): string[] {
  const disarmer = new Disarmer();
  const sent = (input: Input): string => {
    const request: GenerationRequest = aRequest({
      input,
      ...(input.kind === 'chat' ? { task: 'action' as const } : {}),
    });
    const { body } = prepare(disarmer.disarm(request).request, servedByVllm(model));
    // Stops are no part of the prompt.
    const { stop: _, ...rest } = body;
    return Object.values(rest)
      .flatMap((value) =>
        Array.isArray(value) ? value.map((each) => Object.values(each as object)[1]) : value,
      )
      .join('\n');
  };
  const harmless = inputsWith(HARMLESS).map(sent);
  return inputsWith(token).flatMap((input, index) => {
    const text = sent(input);
    const frame = harmless[index] ?? '';
    const isForged = all.some((each) => countOf(text, each) > countOf(frame, each));
    return isForged ? [`${model}: ${token.trim()} in place ${index}`] : [];
  });
}

const countOf = (text: string, token: string): number => text.split(token).length - 1;

/** The tokens that would reach a model as such out of a text, and where. */
export function forged(tokens: Readonly<Record<string, readonly string[]>>): string[] {
  const all = [...new Set(Object.values(tokens).flat())];
  return MODELS.flatMap((model) => all.flatMap((token) => forgedIn(token, model, all)));
}
