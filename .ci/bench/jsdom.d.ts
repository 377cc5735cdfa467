// jsdom has no types of its own; this is what the benchmark uses of it.
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string)
    readonly window: { readonly document: Document }
  }
}
