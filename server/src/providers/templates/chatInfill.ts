import type { InfillInput } from '../../domain/generation.ts';

/** Marks the cursor for chat models; not likely in code. */
const CURSOR = '<|cursor|>';

const INSTRUCTIONS = `You complete code. The user sends one file with ${CURSOR} where the cursor stands.
Answer with exactly the text to insert there, so that the file continues correctly before and after it.
No explanation, no Markdown fence, no repetition of what already stands. If nothing fits, answer with nothing.`;

/** Returns the snippets of other files that may help, to stand before the file itself. */
function others({ snippets = [] }: InfillInput): string {
  if (snippets.length === 0) return '';
  const parts = snippets.map(({ name, text }) => `From ${name}:\n${text}\n\n`);
  return `${parts.join('')}The file:\n`;
}

/** Asks a chat model for what belongs at the cursor. Its wording is part of the cache key. */
export function infillMessages(input: InfillInput, languageId: string) {
  return [
    { role: 'system', content: INSTRUCTIONS },
    {
      role: 'user',
      content: `Language: ${plainId(languageId)}\n\n${others(input)}${input.prefix}${CURSOR}${input.suffix}`,
    },
  ];
}

/** Ids come from whoever defines the language: without what a prompt could take for more than a word. */
const plainId = (languageId: string): string => languageId.replace(/[^\w+#.-]/g, '');
