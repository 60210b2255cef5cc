/** Names that compilers and linters look for at the beginning of a comment. */
const NAMES = [
  '@ts-(?:nocheck|check|ignore|expect-error)',
  '@(?:flow|noflow|jsx\\w{0,40}|jest-\\w{1,40}|vitest-\\w{1,40}|preserve|dart=|formatter:|phpstan-|psalm-|codeCoverageIgnore)',
  '(?:es|ts|js|style|html|markdown|sol)(?:lint|hint)\\b',
  '(?:prettier|biome|oxlint|deno|dprint|svelte|istanbul|c8|v8|node:coverage|swift-format)[ -](?:ignore|lint|fmt|disable|next)',
  '<reference\\b',
  '[#@]\\s{0,4}(?:source(?:mapping)?url|__\\w{1,40}__)',
  'webpack\\w{1,20}:',
  'noqa\\b',
  '(?:pylint|mypy|pyright|ruff|isort|yapf|flake8|fmt|cython|distutils|pyre-\\w{1,40}|pytype|black|zig fmt|rustfmt|scalafmt|scalafix|scalastyle)\\s{0,4}:',
  'pragma\\b',
  '(?:frozen_string_literal|warn_indent|shareable_constant_value|encoding|coding|typed|rubocop|standard|steep|sorbet|credo|shellcheck|hadolint|yamllint|yaml-language-server|luacheck|selene|stylua|swiftlint|swiftformat|sourcery|phpcs|sqlfluff|slither|detekt|ktlint|lint|checkstyle|spotless)\\b\\s{0,4}[:=-]?\\s{0,4}(?:\\S{0,40}[:=-])?\\s{0,4}(?:disable|enable|ignore|off|on|skip|true|false|push|pop|allow|strict|utf-?8|\\$schema)\\b',
  '(?:syntax|escape|check)=\\S',
  ':nodoc:',
  '(?:nolint|nosec|nosonar|nopmd|nosemgrep|noinspection|iwyu|lcov_excl|gcovr?_excl|cppcheck-suppress|coverity|gitleaks:allow|clang-format|clang-tidy|resharper|spell-?checker:|cspell:)',
  'ignore(?:_for_file)?:',
  '\\+build\\b',
  '(?:vim?):\\s{0,4}\\w',
  '-\\*-',
  'local variables:',
  '!\\s{0,4}tex\\b',
  '\\[if\\s',
  '\\+\\s{0,4}\\w{1,40}\\s{0,4}\\(',
  'requires\\b\\s{1,4}-',
  'no critic\\b',
  '@diagnostic\\b',
  'doctest:',
];

/** True for a comment that tells a tool what to do, such as one that is not to look at the code. */
export const ASKED_OF_TOOLS = new RegExp(
  `(?:^|[/#;%*(<{"'-])[\\s!-]{0,4}(?:${NAMES.join('|')})|#\\s{0,4}(?:type:|line \\d)|/\\*\\s{0,4}(?:globals?|exported)\\s|^(?://|#)[a-z]{2,20}:[a-z]`,
  'i',
);
