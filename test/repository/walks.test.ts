import { strict as assert } from 'node:assert';
import { FIM_FAMILIES } from '../../server/src/domain/endpoint.ts';
import { providers } from '../../server/src/providers/index.ts';
import { settingsTable } from '../../server/src/settings/settingsTable.ts';
import { read, sourceFiles } from '../../tools/imports.ts';
import { withProviderTable } from '../../tools/providerTable.ts';

const server = sourceFiles('server/src/**/*.ts');
const sources = [...server, ...sourceFiles('{client/src,media,scripts}/**/*.ts')];
const among = (files: readonly string[], pattern: RegExp) =>
  files.filter((file) => pattern.test(read(file)));

/** The walks of CONTRIBUTING.md are as short as it says. */
describe('a provider', () => {
  const LIST = 'server/src/providers/index.ts';
  /** Families of models are named like some providers. */
  const families: readonly string[] = FIM_FAMILIES;

  /** Says which provider speaks to each of the services whose addresses are known; a new provider may do without a row. */
  const KNOWN_HOSTS = 'server/src/providers/address/knownHosts.ts';

  /** Settings, commands and files are called so, too. */
  const OWN_NAME = 'aurelis';
  const AS_PROVIDER = /\b(?:name|provider)\b(?::| [!=]==) 'aurelis',?$/m;
  const named = (name: string) => new RegExp(`'${name}'|"${name}"`);

  for (const { name } of providers) {
    it(`${name} is named by its own file alone`, () => {
      const naming = among(sources, name === OWN_NAME ? AS_PROVIDER : named(name)).filter(
        (file) =>
          file !== KNOWN_HOSTS &&
          (!families.includes(name) ||
            !/^server\/src\/(?:domain\/endpoint|providers\/templates\/.*)\.ts$/.test(file)),
      );
      assert.equal(naming.length, 1, naming.join());
      assert.match(naming[0] ?? '', /^server\/src\/providers\/\w+\.ts$/);
    });
  }

  it('cannot be left out of the list', () => {
    const declared = sourceFiles('server/src/providers/*.ts').flatMap((file) =>
      [...read(file).matchAll(/^export const (\w+): Provider\b/gm)].map(([, name]) => name ?? ''),
    );
    const listed = [...read(LIST).matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name ?? '');
    assert.deepEqual(listed.sort(), declared.sort());
    assert.equal(providers.length, declared.length);
  });

  it('has a name of its own', () => {
    const names = providers.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
  });

  it('has its row in the README (npm run manifest writes it)', () => {
    const readme = read('README.md');
    assert.equal(withProviderTable(readme), readme);
  });
});

describe('a filter', () => {
  const FOLDER = 'server/src/completion/postprocess';
  const TABLE = `${FOLDER}/filters.ts`;
  const filters = [
    ...read(TABLE).matchAll(/^ {2}\{ when: '\w+', filter: (\w+), mayChange: .+ \},$/gm),
  ];

  it('is in the table', () => {
    assert.ok(filters.length >= 10, String(filters.length));
    const rows = new Set(filters.map(([, name]) => name));
    const changing = sourceFiles(`${FOLDER}/{drop,trim,match,align}*.ts`)
      .map((file) => file.slice(FOLDER.length + 1, -'.ts'.length))
      .filter((name) => !rows.has(name))
      // A part of another filter is imported by that.
      .filter((name) => among(server, new RegExp(`from '[./]*/${name}\\.ts'`)).length === 0);
    assert.deepEqual(changing, []);
  });

  for (const [, name = ''] of filters) {
    it(`${name} is imported by the table alone, from its own file`, () => {
      const importing = new RegExp(
        `import \\{[^}]*\\b${name}\\b[^}]*\\} from '[./]*/${name}\\.ts'`,
      );
      assert.deepEqual(among(server, importing), [TABLE]);
    });
  }
});

describe('a setting', () => {
  it('is named neither by the panel nor by what the panel is drawn from', () => {
    const names = Object.keys(settingsTable).filter((name) => name.includes('.'));
    // A message may name one as the user sees it, with the section in front.
    const named = new RegExp(`['"\`](?:${names.join('|')})['"\`]`);
    const between = sourceFiles('{media,server/src/protocol,server/src/metrics/export}/**/*.ts');
    assert.ok(between.length > 20);
    assert.deepEqual(among(between, named), []);
  });
});

describe('CONTRIBUTING.md', () => {
  const page = read('CONTRIBUTING.md');

  it('shows lines as they stand in the files that it names', () => {
    const excerpts = [...page.matchAll(/^( *)```ts\n([\s\S]*?)```/gm)];
    assert.ok(excerpts.length >= 6);
    for (const [, indent = '', excerpt = ''] of excerpts) {
      const [head = '', ...lines] = excerpt.split('\n').map((line) => line.slice(indent.length));
      const file = read(head.replace('// ', '')).split('\n');
      for (const line of lines.filter((each) => each !== '')) {
        assert.ok(file.includes(line), `${head}: ${line}`);
      }
    }
  });

  it('names only files, folders and commands that exist', () => {
    const paths = [...page.matchAll(/`((?:server|test|examples)\/[\w/.]*)`/g)];
    assert.ok(paths.length >= 10);
    for (const [, path = ''] of paths) {
      assert.ok(sourceFiles(path.replace(/\/$/, '')).length > 0, path);
    }
    const { scripts } = JSON.parse(read('package.json'));
    for (const [, name = ''] of page.matchAll(/npm (?:run )?([\w-]+)/g)) {
      assert.ok(scripts[name], name);
    }
  });
});
