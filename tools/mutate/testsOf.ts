import { type Import, importsOf, sourceFiles } from '../imports.ts';

/** Unit tests that run a source file, by how many imports they are away from it, the nearest first. */
export class TestGraph {
  readonly #importers = new Map<string, string[]>();

  constructor(imports: readonly Import[] = unitImports()) {
    for (const { from, to } of imports) {
      this.#importers.set(to, [...(this.#importers.get(to) ?? []), from]);
    }
  }

  testsOf(file: string): string[] {
    const seen = new Set([file]);
    for (const each of seen) {
      for (const importer of this.#importers.get(each) ?? []) seen.add(importer);
    }
    return [...seen].filter((each) => each.endsWith('.test.ts'));
  }
}

/** All imports that are there when the code runs. */
const unitImports = (): Import[] =>
  importsOf(sourceFiles('{server,client,media,tools,bench,scripts,test}/**/*.ts'), {
    whenRun: true,
  }).filter(({ from }) => !from.endsWith('.test.ts') || from.startsWith('test/unit/'));
