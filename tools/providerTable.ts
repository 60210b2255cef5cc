import { providers } from '../server/src/providers/index.ts';
import type { Provider } from '../server/src/providers/provider.ts';

const HEAD = '| `provider` | `url`, unless you say another | completions |\n| --- | --- | --- |\n';

/**
 * Returns the README with its table of model servers as the providers' own files describe them. Rows keep the order that they
 * have; new ones come last. Throws where there is no such table.
 */
export function withProviderTable(readme: string): string {
  const start = readme.indexOf(HEAD);
  if (start < 0) throw new Error('The README has no table of model servers');
  const begin = start + HEAD.length;
  const end = readme.indexOf('\n\n', begin);
  const order = readme.slice(begin, end).split('\n').map(nameIn);
  const place = (row: string) =>
    order.includes(nameIn(row)) ? order.indexOf(nameIn(row)) : order.length;
  const sorted = providers.map(rowOf).toSorted((one, other) => place(one) - place(other));
  return `${readme.slice(0, begin)}${sorted.join('\n')}${readme.slice(end)}`;
}

function rowOf({ name, defaultUrl = '', about }: Provider): string {
  const usual = defaultUrl.startsWith('http') ? `\`${defaultUrl}\`` : '–';
  const url = about.url === undefined ? usual : `${usual} (${about.url})`;
  return `| \`${name}\` | ${url} | ${about.completions} |`;
}

const nameIn = (row: string): string => row.split('`')[1] ?? '';
