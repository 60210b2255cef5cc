import { ErrorCodes, LSPErrorCodes } from 'vscode-languageserver';

/** The reason, in our own words, for which a request has no result. It is the only error whose text a client is given. */
export class AnswerError extends Error {
  readonly code: number;

  /** `code` is one of JSON-RPC or LSP. */
  constructor(code: number, message: string) {
    super(message);
    this.name = 'AnswerError';
    this.code = code;
  }
}

/** A request or notification whose parameters are not what the protocol says; `member` names what is wrong. */
export const wrongParams = (member: string, wanted: string): AnswerError =>
  new AnswerError(ErrorCodes.InvalidParams, `"${member}" must be ${wanted}.`);

/** A request that was understood and could not be carried out. */
export const requestFailed = (message: string): AnswerError =>
  new AnswerError(LSPErrorCodes.RequestFailed, message);
