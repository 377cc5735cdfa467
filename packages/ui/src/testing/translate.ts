/** Does what a browser does to a page that it translates: each text is taken out, and put back inside `<font>`s. */
export function translate(root: Node): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement?.tagName === 'FONT') continue
    const font = document.createElement('font')
    font.appendChild(document.createElement('font')).append(`«${text.data}»`)
    text.replaceWith(font)
  }
}
