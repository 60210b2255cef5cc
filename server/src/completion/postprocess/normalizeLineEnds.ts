/** LF everywhere; the editor converts on insertion. */
export const normalizeLineEnds = (text: string): string => text.replace(/\r\n?/g, '\n');
