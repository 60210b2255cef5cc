import type { CloseHandlerResult, ErrorAction, ErrorHandler } from 'vscode-languageclient/node';

/**
 * Has a server that crashed started again, as `closed` decides. A message that could not be sent ends nothing: a connection that
 * broke is told as closed right after. The library's own handler gives the server up at the fourth message that could not be
 * sent, which leaves the editor without a server whenever the user types while that dies. `goOn` is the library's word for it.
 */
export const restartsCrashed = (
  goOn: ErrorAction.Continue,
  closed: () => CloseHandlerResult | Promise<CloseHandlerResult>,
): ErrorHandler => ({ error: () => ({ action: goOn }), closed });
