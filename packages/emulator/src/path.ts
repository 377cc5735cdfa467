const api = /^(\/api\/[^.]+?)(?:\.(json|xml))?\/?$/

/** What a path of the API's means, without the format or the slash that may end it. */
export const plainPath = (path: string): string => api.exec(path)?.[1] ?? path

/** The format that a path of the API's asks for by its end. */
export const formatOf = (path: string): string | undefined => api.exec(path)?.[2]
