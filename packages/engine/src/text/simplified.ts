import characters from 'opencc-js/dict/TSCharacters';

/** `simplifiedOf[code]` is the Simplified form of a Traditional character of one code unit, or the code itself. */
export const simplifiedOf: Uint16Array = buildTable();

function buildTable(): Uint16Array {
  const table = new Uint16Array(65_536);
  for (let code = 0; code < table.length; code++) table[code] = code;
  for (const entry of characters.split('|')) {
    const [traditional, simplified] = entry.split(' ');
    if (traditional?.length === 1 && simplified?.length === 1) {
      table[traditional.charCodeAt(0)] = simplified.charCodeAt(0);
    }
  }
  // The dictionary leaves these as variants; the cues treat them as one.
  for (const [variant, plain] of ['帳账', '帐账', '賬账', '賴赖', '綫线', '週周', '碼码', '證证', '裏里']) {
    table[variant!.charCodeAt(0)] = plain!.charCodeAt(0);
  }
  return table;
}
