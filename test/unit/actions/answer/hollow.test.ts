import { strict as assert } from 'node:assert';
import { isElision } from '../../../../server/src/domain/elisions.ts';
import { isSure, PYTHON, PYTHON_SHORT, python, read, result } from '../../../support/rewritten.ts';

const SAVE = [
  'function save(user, db) {',
  '  if (!user.isAdmin) {',
  "    throw new Error('no');",
  '  }',
  '  const row = db.find(user.id);',
  '  row.name = user.name;',
  '  row.mail = user.mail;',
  '  db.write(row);',
  "  log.info('saved');",
  '  return row;',
  '}',
];
const [HEAD = '', , , , FIND = ''] = SAVE;
const where = { above: ['// Stores users.'], below: ['// End.'], languageId: 'javascript' };
const sure = (lines: readonly string[]) => isSure(read(SAVE, [HEAD, ...lines, '}'], where));

describe('a rewrite of which most is gone', () => {
  it('is to be looked at where it has few of the calls, and no others', () => {
    assert.equal(sure([FIND, '  return row;']), false);
    assert.equal(
      sure(['  const { id, isAdmin, name, mail } = user; log.info(id, db, row);']),
      false,
    );
  });

  it('is to be looked at where strings or comments alone hold the words', () => {
    const words = 'db row user name mail isAdmin find id write log info saved no return const if';
    assert.equal(sure([`  throw new Error('not implemented: ${words}');`]), false);
    assert.equal(sure([`  return row; // ${words}`]), false);
    const said = SAVE.map((line) => (line.includes('(row)') ? '  // Calls db.write(row).' : line));
    assert.equal(isSure(read(SAVE, said, where)), true, 'most of it is there');
  });

  it('is to be looked at where little is left of a block without calls', () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const block = ['function fill(a) {', ...names.map((name) => `  a.${name} = ${name};`), '}'];
    const few = ['function fill(a) {', '  a.one = one;', '  a.two = two;', '}'];
    assert.equal(isSure(read(block, few, where)), false);
    const most = block.toSpliced(2, 2);
    assert.equal(isSure(read(block, most, where)), true);
  });

  it('is none where other calls take the place of the old ones', () => {
    const other = [
      '  assertAdmin(user);',
      '  const row = Object.assign(db.find(user.id), pick(user, names));',
      '  store(row);',
      '  return row;',
    ];
    assert.equal(sure(other), true);
    assert.equal(isSure(read(PYTHON, PYTHON_SHORT, python)), true);
  });

  it('is refused where a comment in whatever language stands for code', () => {
    for (const words of [
      'Rest wie vorher',
      'die übrigen Zeilen bleiben',
      'Rest bleibt unverändert',
      'le reste du code',
      'sans changement',
      'resto igual',
      'el resto del código',
      'o resto da função',
      'sem alterações',
      'codice invariato',
      'остальной код',
      'без изменений',
      '其余代码不变',
      '剩余',
      '以下同様',
      '残りのコード',
      '기존 코드',
      'bez zmian',
      'ongewijzigd',
      'kodun geri kalanı',
    ]) {
      const answer = [HEAD, `  // ${words}`, ...SAVE.slice(4, 8), '  return row;', '}'];
      assert.equal(result(SAVE, answer, where), 'elided', words);
      assert.equal(isElision(`# ${words}`), true, words);
    }
    for (const words of [
      'Rest der Division',
      'reste de la division',
      'остальные элементы',
      '同じ名前',
      'unwie zuvorkommend',
    ]) {
      assert.equal(isElision(`// ${words}`), false, words);
    }
  });
});
