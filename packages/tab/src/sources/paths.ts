/** The folder that a file is in, with the slash behind it; empty at the top. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)
