import { strict as assert } from 'node:assert';
import { readAnswer } from '../../../../server/src/actions/answer/readAnswer.ts';

const CODE = ['int f() {', '  g(1);', '  return 1;', '}'];

/** How new comments above the second line of a block are taken. */
function taken(languageId: string, comments: string | readonly string[], block = CODE): string {
  const [first = '', ...rest] = block;
  const answer = [first, ...[comments].flat(), ...rest];
  const reading = readAnswer(
    { text: `\`\`\`\`\n${answer.join('\n')}\n\`\`\`\``, ending: 'stop' },
    {
      languageId,
      lines: block,
      block: { first: 0, last: block.length - 1 },
      diagnosticLines: [],
      intent: 'comments',
    },
  );
  if (reading.kind === 'edits') return reading.isSure ? 'sure' : 'unsure';
  return reading.kind === 'refused' ? reading.why : reading.kind;
}

const CHANGING: readonly (readonly [languageId: string, comment: string | readonly string[]])[] = [
  ['c', '  // sets x \\'],
  ['cpp', '  // sets x ??/'],
  ['makefile', '# sets x \\'],
  ['vb', "' sets x _"],
  ['php', '// doc ?><script>evil()</script><?php'],
  ['php', '# doc ?> evil <?php'],
  ['html', '<!-- x --!><script>evil()</script> -->'],
  ['html', '<!--#exec cmd="x" -->'],
  ['java', '// \\u000a evil();'],
  ['groovy', '/* \\u002a\\u002f evil(); */'],
  ['sql', '/*! DROP TABLE x */'],
  ['sql', '/*M!100 DROP TABLE x */'],
  ['sql', '--1'],
  ['lua', '--[==[ doc'],
  ['haskell', '--> x'],
  ['haskell', '{-# OPTIONS_GHC -F #-}'],
  ['nim', '##[ doc'],
  ['coffeescript', '###'],
  ['matlab', '%{'],
  ['ruby', ['=begin', 'x =end']],
  ['ocaml', '(* a " b *)'],
  ['elixir', ['@doc """', '#{evil()}', '"""']],
  ['julia', ['"""', 'a $(evil())', '"""']],
  ['go', '//go:embed /etc/passwd'],
  ['go', '//go:linkname f os.Exit'],
  ['go', '// #cgo LDFLAGS: -lx'],
  ...['rust', 'swift', 'kotlin', 'scala', 'dart', 'sql'].map((id) => [id, '/* a /* b */'] as const),
  ['rust', ['/*', ' * a', ' * /* b', ' */']],
  ['haskell', '{- a {- b -}'],
  ['fsharp', '(* a (* b *)'],
];

const TELLING: readonly (readonly [languageId: string, comment: string])[] = [
  ['typescript', '  // @ts-nocheck'],
  ['javascript', '  // @ts-ignore'],
  ['javascript', '  /* eslint-disable no-eval */'],
  ['javascript', '  /* global process */'],
  ['javascript', '  //# sourceMappingURL=x.map'],
  ['javascript', '  // biome-ignore lint: so'],
  ['typescript', '/// <reference path="x" />'],
  ['python', '# type: ignore'],
  ['python', '# noqa: E501'],
  ['python', '# -*- coding: latin-1 -*-'],
  ['python', '# pylint: disable=all'],
  ['python', '# pragma: no cover'],
  ['ruby', '# frozen_string_literal: true'],
  ['ruby', '# rubocop:disable all'],
  ['shellscript', '# shellcheck disable=SC2086'],
  ['go', '//nolint:all'],
  ['go', '// +build ignore'],
  ['cpp', '  // NOLINTNEXTLINE'],
  ['cpp', '  // clang-format off'],
  ['java', '  // noinspection All'],
  ['dart', '  // ignore: dead_code'],
  ['dockerfile', '# syntax=evil/image'],
  ['latex', '% !TeX program = x'],
  ['html', '<!--[if IE]> x <![endif]-->'],
  ['typescript', `  // ${'word '.repeat(300)}`],
];

const PLAIN: readonly (readonly [languageId: string, comment: string | readonly string[]])[] = [
  ['c', '  // Sets x: a \\ b.'],
  ['php', '  /* Ends with ?> where it is a page. */'],
  ['java', '  // Takes what users type.'],
  ['c', '  /* Begins with /* in old code. */'],
  ['rust', '  // Begins with /* in old code.'],
  ['rust', ['  /* One. */', '  /* Another. */']],
  ['sql', '-- Takes all.'],
  ['haskell', '-- | Takes all.'],
  ['lua', '-- Takes all.'],
  ['ocaml', '(* Takes "all". *)'],
  ['go', '  // Line 3 is the first, go: see there.'],
  ['typescript', ['  /**', '   * Type: the kind of it.', '   * @type {string}', '   */']],
  ['typescript', '  // Ignores types, lint and globals.'],
  ['python', '# The type of it, and its encoding.'],
  ['ruby', '# Standard rules of encoding.'],
];

describe('a new comment', () => {
  for (const [languageId, comment] of CHANGING) {
    it(`of ${languageId} that changes the program is refused: ${[comment].flat().join(' ')}`, () => {
      assert.equal(taken(languageId, comment), 'changesCode');
    });
  }

  for (const [languageId, comment] of TELLING) {
    it(`of ${languageId} that a tool reads is to be looked at: ${comment.slice(0, 40)}`, () => {
      assert.equal(taken(languageId, comment), 'unsure');
    });
  }

  for (const [languageId, comment] of PLAIN) {
    it(`of ${languageId} that says something is taken: ${[comment].flat().join(' ')}`, () => {
      assert.equal(taken(languageId, comment), 'sure');
    });
  }

  it('is no matter where it was there before', () => {
    const block = ['int f() {', '  // a \\', '  // NOLINT', '  g(1);', '}'];
    assert.equal(taken('c', '  // Calls g.', block), 'sure');
    const nested = ['fn f() {', '  /* a /* b */ */', '  g(1);', '}'];
    assert.equal(taken('rust', '  // Calls g.', nested), 'sure');
  });

  it('is refused between a line and the one that goes on with it', () => {
    const shell = ['curl \\', '  --silent \\', '  "$1"', 'echo'];
    assert.equal(taken('shellscript', '  # Says nothing.', shell), 'changesCode');
    const macro = ['#define F(x) \\', '  g(x)', 'int a;', 'int b;'];
    assert.equal(taken('c', '  /* Calls g. */', macro), 'changesCode');
    const power = ['Get-Item `', '  -Path $x', 'Write-Output 1', 'Write-Output 2'];
    assert.equal(taken('powershell', '  # The path.', power), 'changesCode');
  });
});
