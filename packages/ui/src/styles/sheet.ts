// TypeScript looks for something at `import '@foyer/ui/styles.css'`, and finds this: a style sheet exports nothing.
export {}
