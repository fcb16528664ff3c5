/** A paragraph, or the lines of a list. */
export type Part = string | readonly string[]

/** A short text for children as paragraphs and lists: all of Markdown that it needs. */
export const paragraphs = (text: string): readonly Part[] =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/^([-*] .*)\n(?![-*] |[ \n])/gm, '$1\n\n')
    .replace(/^(?![-*] )(.+)\n(?=[-*] )/gm, '$1\n\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/^[-*] /.test(part) ? part.split(/\n(?=[-*] )/).map((line) => plain(line.slice(2))) : plain(part.replace(/^#+ /, ''))))

const plain = (words: string): string => words.replace(/\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])/g, '').replace(/\s+/g, ' ').trim()
