const OPENING = /^\s*```[\w+#.-]*[ \t]*\n/;
const CLOSING = /\n?[ \t]*```[\s\S]*$/;

/** Takes the code out of the Markdown fence that chat models like to put around it. */
export function stripFence(text: string): string {
  const opening = OPENING.exec(text);
  return opening === null ? text : text.slice(opening[0].length).replace(CLOSING, '');
}
