import { NODE_ARGUMENTS } from '../../server/src/protocol/serverProcess.ts';

/** The port at which a debugger finds the server of an extension in development; `.vscode/launch.json` names it, too. */
export const DEBUG_PORT = 6009;

/** The arguments with which Node is to run the server. */
export const nodeArguments = (isInDevelopment: boolean): string[] => [
  ...NODE_ARGUMENTS,
  ...(isInDevelopment ? [`--inspect=${DEBUG_PORT}`] : []),
];
