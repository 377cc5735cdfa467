// What TypeScript finds for `import '@foyer/ui/styles.css'`, which it looks up: of a style sheet there is nothing to import.
export {}
