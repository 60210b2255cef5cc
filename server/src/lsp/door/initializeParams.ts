import type { InitializeParams } from 'vscode-languageserver';
import { boundedCopy, type Raw } from './shape.ts';

/** Longest URI or path of a folder that is taken, and most folders. */
const MAX_PLACE = 8_192;
const MAX_FOLDERS = 100;
const MAX_NAME = 200;

/**
 * The parameters of `initialize` as the library and we read them, whatever was sent: what is wrong counts as not said, so that
 * no client is left without a server. The watch over the client's process is ours (`processId` stays out).
 */
export function initializeParams(raw: Raw): InitializeParams {
  const { initializationOptions, workspaceFolders, trace, clientInfo } = raw;
  return {
    processId: null,
    rootUri: place(raw.rootUri),
    rootPath: place(raw.rootPath),
    capabilities: capabilitiesIn(raw.capabilities),
    workspaceFolders: Array.isArray(workspaceFolders) ? foldersIn(workspaceFolders) : null,
    ...(trace === 'messages' || trace === 'verbose' || trace === 'compact' ? { trace } : {}),
    ...clientIn(clientInfo),
    ...(isObject(initializationOptions) ? { initializationOptions } : {}),
  };
}

/** The process whose end ends the server; `undefined` where there is none. */
export const parentIn = ({ processId }: Raw): number | undefined =>
  typeof processId === 'number' &&
  Number.isInteger(processId) &&
  processId > 0 &&
  processId < 2 ** 31
    ? processId
    : undefined;

/** Folders as they were sent: those without a usable URI are left out. */
const foldersIn = (value: unknown): { readonly uri: string; readonly name: string }[] =>
  (Array.isArray(value) ? value.slice(0, MAX_FOLDERS) : []).flatMap((folder: unknown) => {
    const uri = isObject(folder) ? place(folder.uri) : null;
    return uri === null ? [] : [{ uri, name: '' }];
  });

const place = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= MAX_PLACE ? value : null;

function clientIn(value: unknown): Pick<InitializeParams, 'clientInfo'> {
  const { name, version } = isObject(value) ? value : {};
  const isName = (each: unknown) => typeof each === 'string' && each.length <= MAX_NAME;
  if (!isName(name)) return {};
  return {
    clientInfo: { name: String(name), ...(isName(version) ? { version: String(version) } : {}) },
  };
}

const capabilitiesIn = (value: unknown): InitializeParams['capabilities'] =>
  isObject(value) ? (boundedCopy(value) as InitializeParams['capabilities']) : {};

const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
