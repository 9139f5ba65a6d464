const extension = '.tizilim';

/** A path inside a folder, with the separator the folder itself uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** A file name for a workspace made from what the user typed: characters no file system takes are dropped, Kazakh letters stay. */
export function workspaceFileName(text: string): string {
  const name = text
    .replace(/[\\/:*?"<>|\u0000-\u001f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '');
  return name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`;
}
