/** A message as one line of plain text: Discord's marks go, line breaks become spaces. */
export function plainText(content: string): string {
  return content
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/<@&?!?\d+>/g, '@…')
    .replace(/<#\d+>/g, '#…')
    .replace(/[*_~|`]{2,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
