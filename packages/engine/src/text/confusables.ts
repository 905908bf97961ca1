/**
 * Letters of other scripts that are drawn like a Latin letter.
 * Each line: the Latin letter, then its look-alikes. After Unicode's confusables.txt (UTS 39),
 * cut down to the letters that scammers put into links, addresses and handles.
 */
const lookAlikes: readonly string[] = [
  'aаαɑạẚꭺ',
  'AАΑᎪ',
  'bЬƅ',
  'BВΒᏴ',
  'cсϲᴄ',
  'CСϹᏟ',
  'dԁɗꓒ',
  'DᎠꓓ',
  'eеҽ℮',
  'EЕΕᎬ',
  'fẝք',
  'FϜꓝ',
  'gɡցᶃ',
  'GԌᏀ',
  'hһհᏂ',
  'HНΗᎻ',
  'iіıɩιᎥ',
  'IІΙӀ',
  'jјϳ',
  'JЈᎫ',
  'kκкᴋ',
  'KКΚᏦ',
  'lӏⅼ',
  'LᏞԼ',
  'mмᴍ',
  'MМΜᎷ',
  'nոռ',
  'NΝꓠ',
  'oоοօᴏσ',
  'OОΟՕ',
  'pрρ',
  'PРΡᏢ',
  'qԛզ',
  'QԚ',
  'rгᴦɾ',
  'RᏒꓣ',
  'sѕꜱ',
  'SЅՏᏚ',
  'tτтᴛ',
  'TТΤᎢ',
  'uυսᴜ',
  'UՍꓴ',
  'vνѵᴠ',
  'VѴᏙ',
  'wԝωᴡա',
  'WԜᎳ',
  'xхχ',
  'XХΧ',
  'yуγү',
  'YΥҮУ',
  'zᴢʐ',
  'ZΖᏃ',
];

/** `latinOf[code]` is the Latin letter that the code unit is drawn like, or 0. */
export const latinOf: Uint16Array = buildLatinTable();

/** The text with look-alike letters replaced by the Latin letters that they are drawn like; same length. */
export function foldLookAlikes(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index++) {
    const latin = latinOf[text.charCodeAt(index)]!;
    folded += latin === 0 ? text[index] : String.fromCharCode(latin);
  }
  return folded;
}

function buildLatinTable(): Uint16Array {
  const table = new Uint16Array(65_536);
  for (const line of lookAlikes) {
    for (let index = 1; index < line.length; index++) table[line.charCodeAt(index)] = line.charCodeAt(0);
  }
  return table;
}
