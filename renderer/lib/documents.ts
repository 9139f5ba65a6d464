/** File types offered when a document is attached; any other may be chosen too. */
export const documentTypes = '.pdf,.docx,.xlsx,.pptx,.odt,.ods,.txt,.csv,.png,.jpg,.jpeg,.webp,.eml,.msg,.zip';

/** First title of a document: its file name without the ending. */
export function titleOf(fileName: string): string {
  const title = fileName
    .replace(/\.[^.]{1,8}$/, '')
    .replaceAll('_', ' ')
    .trim();
  return (title === '' ? fileName : title).slice(0, 300);
}
