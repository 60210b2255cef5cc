import type { FimFamily } from '../domain/endpoint.ts';
import { isRecord } from './answerParts.ts';
import { isModelName } from './listedModel.ts';
import { formOf } from './templates/modelNames.ts';

/** Longer than the path of any file. */
const MAX_NAME_LENGTH = 4_096;

/** The model that a server of llama.cpp has loaded, as its `/props` tells. */
interface LoadedModel {
  /** Tells it from others that the server may be started with: one alias may stand for several files. Not for people: it may be a path. */
  readonly identity?: string;
  /** Its alias, else the name of its file; never a path of that machine. */
  readonly name?: string;
  readonly family?: FimFamily;
}

/** Reads `/props`; nothing of a router, which has no model of its own. */
export function loadedModel(props: unknown): LoadedModel {
  if (!isRecord(props) || props.role === 'router') return {};
  const [alias, path] = [textIn(props.model_alias), textIn(props.model_path)];
  if (alias === '' && path === '') return {};
  const file = fileName(path);
  // Servers of some years call their model by its path where it has no alias.
  const called = alias === path || isPath(alias) ? fileName(alias) : alias;
  const name = [called, file].find(isModelName);
  // An alias may be anything: more is known from the file's name.
  const form = [file, alias].map(formOf).find((known) => known !== undefined);
  return {
    identity: [alias, path].join('\n'),
    ...(name === undefined ? {} : { name }),
    ...(form === undefined || form === 'chat' ? {} : { family: form }),
  };
}

const textIn = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : '';

/** A name of a model has a vendor's name in front at most, and no ending. */
const isPath = (name: string): boolean =>
  /^[a-z]:|^[~./]|\\|\.gguf$/i.test(name) || name.split('/').length > 2;

/** The name of a model's file, without its folders and ending. */
const fileName = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? '').replace(/\.gguf$/i, '');
