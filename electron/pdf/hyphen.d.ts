declare module 'hyphen/ru/index.js' {
  const patterns: { hyphenateSync(text: string, options?: { minWordLength?: number; hyphenChar?: string }): string };
  export default patterns;
}
declare module 'hyphen/en/index.js' {
  const patterns: { hyphenateSync(text: string, options?: { minWordLength?: number; hyphenChar?: string }): string };
  export default patterns;
}
