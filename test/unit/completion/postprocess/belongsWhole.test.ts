import { strict as assert } from 'node:assert';
import { fitTo } from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';
import { checkLines } from '../../../support/lineAfter.ts';

describe('a block before the rest of a line comes whole, or not at all', () => {
  const calls = (count: number) =>
    Array.from({ length: count }, (_, index) => `  call${index}();\n`).join('');
  checkLines([
    ['typescript', 'it("x", ¦)', `() => {\n${calls(16)}}`, `it("x", () => {\n${calls(16)}})`],
    [
      'typescript',
      'describe(¦);',
      `"x", () => {\n${calls(22)}}`,
      `describe("x", () => {\n${calls(22)}});`,
    ],
    ['typescript', 'it("x", ¦)', `() => {\n${calls(23)}}`, 'it("x", )'],
    ['typescript', 'it("x", ¦)', `() => {\n${calls(14)}`, 'it("x", )'],
  ]);

  it('which few lines may be for those who want few', () => {
    const { cursor } = cursorIn('it("x", |)');
    const shown = (maxLines: number) =>
      fitTo(`() => {\n${calls(4)}}`, { cursor, maxLines }).text.split('\n').length;
    assert.equal(shown(6), 6);
    assert.equal(shown(5), 1);
  });
});

describe('types in types keep their ends', () => {
  checkLines([
    [
      'typescript',
      'const m = new Map<¦>()',
      'string, Array<number>',
      'const m = new Map<string, Array<number>>()',
    ],
    [
      'typescript',
      'const m = new Map<¦>()',
      'string, Array<number>>()',
      'const m = new Map<string, Array<number>>()',
    ],
    [
      'typescript',
      'const m = new Map<¦>()',
      'string, Array<number>>',
      'const m = new Map<string, Array<number>>()',
    ],
    [
      'typescript',
      'const m: Map<¦>',
      'string, Array<Map<string, number>>',
      'const m: Map<string, Array<Map<string, number>>>',
    ],
    ['typescript', 'f(a: Promise<¦>) {', 'Array<number>', 'f(a: Promise<Array<number>>) {'],
    ['typescript', 'const f: Array<¦> = [];', '() => Set<A>', 'const f: Array<() => Set<A>> = [];'],
    ['rust', 'let f: Box<¦>;', 'dyn Fn(u8) -> Vec<u8>', 'let f: Box<dyn Fn(u8) -> Vec<u8>>;'],
    [
      'rust',
      'fn f() -> Result<¦> {',
      'Vec<u8>, Box<dyn E>',
      'fn f() -> Result<Vec<u8>, Box<dyn E>> {',
    ],
    ['rust', 'let v: Vec<¦>;', 'Option<Box<u8>>', 'let v: Vec<Option<Box<u8>>>;'],
    ['rust', 'let v: Vec<¦>;', 'Option<Box<u8>>>', 'let v: Vec<Option<Box<u8>>>;'],
    [
      'rust',
      'f(a: HashMap<¦>) -> u8 {',
      'String, Vec<u8>',
      'f(a: HashMap<String, Vec<u8>>) -> u8 {',
    ],
    ['cpp', 'std::map<¦> m;', 'int, std::vector<int>', 'std::map<int, std::vector<int>> m;'],
    [
      'cpp',
      'auto p = std::make_unique<¦>();',
      'std::vector<std::pair<int, int>>',
      'auto p = std::make_unique<std::vector<std::pair<int, int>>>();',
    ],
    [
      'java',
      'List<¦> xs = new ArrayList<>();',
      'Map<String, List<Integer>>',
      'List<Map<String, List<Integer>>> xs = new ArrayList<>();',
    ],
  ]);
});
