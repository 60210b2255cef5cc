/** How people say in other languages than English that code stays as it is, or was left out. */
const WORDS = [
  // German
  'wie (?:zuvor|vorher|oben|bisher|gehabt)',
  'rest (?:bleibt|wie|unverändert)',
  '(?:übrig|verbleibend)\\p{L}* (?:zeilen?|code|teile?|logik|funktion\\p{L}*|methoden?)',
  'bleib(?:t|en) (?:gleich|unverändert|so|bestehen|wie)',
  '(?:zeilen?|code|logik|rest) bleib(?:t|en)',
  'hier (?:steht|folgt|kommt) (?:der|die) (?:rest|code)',
  'gekürzt|ausgelassen|weggelassen|unverändert\\p{L}*',
  // French
  'reste (?:du (?:code|fichier|bloc)|de la (?:fonction|méthode|classe)|inchangé|identique)',
  'code (?:existant|inchangé|identique|restant|précédent)',
  'inchangée?s?|sans changements?|comme (?:avant|ci-dessus|précédemment)',
  // Spanish, Portuguese, Italian
  'resto (?:d[oae]l?s? (?:c[óo]digo|codice|funci[óo]n|função|funzione|m[ée]todo|archivo|arquivo|clase|classe)|igual|sin|sem|invariato|rimane|permanece|continua)',
  'c[óo]digo (?:existente|restante|anterior|omitido|igual|sin|sem)',
  'sin (?:cambios|modificar)|igual que antes|como antes|lo dem[áa]s (?:igual|sin)',
  'sem (?:altera[çc](?:ão|ões|ao|oes)|mudan[çc]as?)|inalterad[oa]s?|permanece igual',
  'codice (?:esistente|restante|invariato|rimanente)|invariat[oaie]|come prima|senza modifiche',
  // Russian, Ukrainian
  'без изменени[йя]|(?:остальн|оставш)\\p{L}* (?:код|част|строк|метод|функци|логик)\\p{L}*|как (?:раньше|прежде|было|выше)|не изменил\\p{L}*',
  'прежний код|существующий код|без змін|решта (?:коду|без)',
  // Polish, Dutch, Turkish
  'reszta (?:kodu|bez)|bez zmian|pozostał\\p{L}* (?:kod|część)',
  'rest van|ongewijzigd|zoals (?:voorheen|hierboven)|bestaande code',
  'kodun geri kalanı|değişmeden|değişmedi|mevcut kod',
].join('|');

/** Languages without blanks between words. */
const SIGNS =
  '省略|其余|其餘|其他代码|其他程式|剩余|剩餘|余下|不变|不變|同上|现有代码|原有代码|同前|既存|残り|変更なし|変更無し|以下同様|以前と同様|나머지|생략|기존 코드|변경 없음';

export const LEFT_OUT_ELSEWHERE = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:${WORDS})(?![\\p{L}\\p{N}_])|${SIGNS}`,
  'iu',
);
