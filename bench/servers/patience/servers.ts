import { type Clock, delay } from '../../../server/src/base/clock.ts';
import type { HttpCall, HttpResponse } from '../../../server/src/base/httpCall.ts';
import { noWork, OneSlot, tokensOf, type Work } from './model.ts';
import { jsonResponse, ScriptedStream } from './scriptedStream.ts';

/** A server that a replay types beside. */
export interface ScriptedServer {
  readonly name: string;
  /** The endpoint in the settings. */
  readonly endpoint: object;
  readonly work: Work;
  readonly call: HttpCall;
}

/** Returns what a model says behind a text. */
export type AnswerTo = (before: string) => string;

const LOAD_MS = 8_000;
/** Characters in each piece of a hosted model's answer, and milliseconds between two. */
const PIECE_LENGTH = 16;
const PIECE_MS = 50;
/** Of the parts of `/infill` in a batch of 2,048: `server-common.cpp` of llama.cpp, `format_prompt_infill`. */
const PREFIX_TOKENS = 1_536;
const SUFFIX_TOKENS = 510;

type Body = Readonly<Record<string, unknown>>;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const bodyOf = (body: unknown): Body => JSON.parse(String(body ?? '{}'));

/** llama.cpp's server with one slot, which needs so long for each token of a prompt; from the start it loads for so long. */
export function llamaCppLike(
  clock: Clock,
  answerTo: AnswerTo,
  { msPerToken, loadMs = 0 }: { readonly msPerToken: number; readonly loadMs?: number },
): ScriptedServer {
  const work = noWork();
  const slot = new OneSlot(clock, msPerToken, work);
  const props = { default_generation_settings: { n_ctx: 8_192 }, total_slots: 1 };
  const call: HttpCall = async ({ url, body, signal }) => {
    if (clock.monotonic() < loadMs) {
      const error = { code: 503, message: 'Loading model', type: 'unavailable_error' };
      return jsonResponse(503, { error });
    }
    if (!url.includes('/infill')) return jsonResponse(200, url.includes('/props') ? props : {});
    const asked = bodyOf(body);
    const [prefix, suffix] = [textOf(asked.input_prefix), textOf(asked.input_suffix)];
    const line = textOf(asked.prompt);
    const extra = Array.isArray(asked.input_extra) ? asked.input_extra : [];
    const prompt = [
      ...extra.flatMap((each: Body) => tokensOf(textOf(each.filename) + textOf(each.text))),
      '<PRE>',
      ...tokensOf(prefix).slice(-PREFIX_TOKENS),
      ...tokensOf(line),
      '<SUF>',
      ...tokensOf(suffix).slice(0, SUFFIX_TOKENS - tokensOf(line).length),
      '<MID>',
    ];
    const isRead = asked.n_predict === 0;
    return answered(work, !isRead, signal, (stream) =>
      slot.run(prompt, () => (isRead ? '' : answerTo(prefix + line)), {
        isLeft: () => stream.isLeft,
        onProgress: (progress) => {
          if (asked.return_progress !== true) return;
          stream.push(event({ content: '', stop: false, prompt_progress: progress }));
        },
        onToken: (content) => stream.push(event({ content, stop: false })),
      }),
    );
  };
  const endpoint = { id: 'local', provider: 'llamacpp', url: 'http://127.0.0.1:8080' };
  return { name: 'llama.cpp', endpoint, work, call };
}

/** A hosted model whose first word takes so long, for however many at once. */
export function steadyLike(
  clock: Clock,
  answerTo: AnswerTo,
  firstMs: () => number,
): ScriptedServer {
  const work = noWork();
  const call: HttpCall = async ({ url, body, signal }) => {
    if (!url.endsWith('/completions')) return jsonResponse(404, {});
    const text = answerTo(textOf(bodyOf(body).prompt));
    const since = clock.monotonic();
    return answered(work, true, signal, async (stream) => {
      await delay(clock, firstMs(), signal);
      for (let at = 0; at < text.length && !stream.isLeft; at += PIECE_LENGTH) {
        const piece = text.slice(at, at + PIECE_LENGTH);
        stream.push(event({ choices: [{ index: 0, text: piece, finish_reason: null }] }));
        await delay(clock, PIECE_MS, signal);
      }
      stream.push(event({ choices: [{ index: 0, text: '', finish_reason: 'stop' }] }));
      work.busyMs += clock.monotonic() - since;
    });
  };
  const endpoint = {
    id: 'hosted',
    provider: 'openai',
    url: 'https://models.example/v1',
    model: 'm',
    completionApi: 'fim',
  };
  return { name: 'hosted', endpoint, work, call };
}

/** Ollama, whose model is loaded by the first request, and given up where all who wait for it leave. */
export function ollamaLike(
  clock: Clock,
  answerTo: AnswerTo,
  { msPerToken, loadMs = LOAD_MS }: { readonly msPerToken: number; readonly loadMs?: number },
): ScriptedServer {
  const work = noWork();
  const slot = new OneSlot(clock, msPerToken, work);
  let isLoaded = false;
  let loading: Promise<boolean> | undefined;
  let waiting = 0;
  let giveUp = new AbortController();
  const load = async (signal: AbortSignal): Promise<void> => {
    if (isLoaded) return;
    if (loading === undefined) {
      work.loads++;
      giveUp = new AbortController();
      loading = delay(clock, loadMs, giveUp.signal);
      void loading.then((isThere) => {
        isLoaded = isThere;
        loading = undefined;
      });
    }
    waiting++;
    const leave = () => {
      if (--waiting === 0) giveUp.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    await loading;
    signal.removeEventListener('abort', leave);
    if (!signal.aborted) waiting--;
  };
  const call: HttpCall = async ({ url, body, signal }) => {
    const asked = bodyOf(body);
    if (url.endsWith('/api/show')) return jsonResponse(200, { capabilities: ['insert'] });
    if (url.endsWith('/api/ps')) {
      return jsonResponse(200, { models: isLoaded ? [{ model: asked.model }] : [] });
    }
    if (!url.endsWith('/api/generate')) return jsonResponse(404, {});
    const prompt = textOf(asked.prompt);
    const stream = new ScriptedStream(signal);
    if (prompt === '') {
      await load(signal);
      signal.throwIfAborted();
      return jsonResponse(200, { response: '', done: true, done_reason: 'load' });
    }
    return answered(
      work,
      true,
      signal,
      async (out) => {
        await load(signal);
        if (signal.aborted) return;
        const before = prompt
          .replace(/^.*<\|fim_prefix\|>/s, '')
          .replace(/<\|fim_suffix\|>.*$/s, '');
        await slot.run(tokensOf(prompt), () => answerTo(before), {
          isLeft: () => out.isLeft,
          onProgress: () => undefined,
          onToken: (response) => out.push(`${JSON.stringify({ response, done: false })}\n`),
        });
        out.push(`${JSON.stringify({ response: '', done: true, done_reason: 'stop' })}\n`);
      },
      stream,
    );
  };
  const endpoint = {
    id: 'local',
    provider: 'ollama',
    url: 'http://127.0.0.1:11434',
    model: 'qwen2.5-coder:1.5b',
  };
  return { name: 'Ollama', endpoint, work, call };
}

const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** The answer while it is written; counts the request, if it is one for a text, and whether its client left. */
async function answered(
  work: Work,
  isCounted: boolean,
  signal: AbortSignal,
  write: (stream: ScriptedStream) => Promise<void>,
  stream: ScriptedStream = new ScriptedStream(signal),
): Promise<HttpResponse> {
  let isOver = false;
  if (isCounted) {
    work.calls++;
    signal.addEventListener('abort', () => {
      if (!isOver) work.aborted++;
    });
  }
  void write(stream).then(() => {
    isOver = true;
    stream.end();
  });
  return stream.response('text/event-stream');
}
