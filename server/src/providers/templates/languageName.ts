/** Languages whose names are more than their ids with a capital. */
const NAMES: Readonly<Record<string, string>> = {
  typescript: 'TypeScript',
  typescriptreact: 'TypeScript',
  javascript: 'JavaScript',
  javascriptreact: 'JavaScript',
  cpp: 'C++',
  csharp: 'C#',
  fsharp: 'F#',
  'objective-c': 'Objective-C',
  php: 'PHP',
  html: 'HTML',
  css: 'CSS',
  sql: 'SQL',
  json: 'JSON',
  yaml: 'YAML',
  shellscript: 'Shell',
};

/** The name under which models know a language. */
export const languageName = (languageId: string): string =>
  NAMES[languageId] ?? plain(languageId.charAt(0).toUpperCase() + languageId.slice(1));

/** Ids come from whoever defines the language: without what a prompt could take for more than a word. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}+#. -]/gu, '');
