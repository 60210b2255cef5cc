/** How test files are called beside the file that they test, by extension; `*` stands for its name without it. */
const NAMES: Readonly<Record<string, string>> = {
  '.py': 'test_*.py',
  '.go': '*_test.go',
  '.rs': '*_test.rs',
  '.java': '*Test.java',
  '.kt': '*Test.kt',
  '.scala': '*Test.scala',
  '.cs': '*Tests.cs',
  '.rb': '*_test.rb',
  '.php': '*Test.php',
  '.swift': '*Tests.swift',
  '.dart': '*_test.dart',
  '.c': 'test_*.c',
  '.cpp': '*_test.cpp',
  '.cc': '*_test.cc',
  '.lua': '*_spec.lua',
  '.ex': '*_test.exs',
};

/** The URI under which a test of a file is usually found beside it; languages without a habit of their own have `name.test.extension`. */
export function testFileOf(uri: string): string {
  const start = uri.lastIndexOf('/') + 1;
  const name = uri.slice(start);
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const pattern = Object.hasOwn(NAMES, extension) ? NAMES[extension] : undefined;
  return uri.slice(0, start) + (pattern ?? `*.test${extension}`).replace('*', () => stem);
}
