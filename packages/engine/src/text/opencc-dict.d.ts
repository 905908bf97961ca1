declare module 'opencc-js/dict/TSCharacters' {
  /** `traditional simplified|…` */
  const characters: string;
  // biome-ignore lint/style/noDefaultExport: the package is written so.
  export default characters;
}
