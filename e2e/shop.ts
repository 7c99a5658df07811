/** A file to propose changes of. */
export const shop = `export function total(items: Item[]) {
  let sum = 0
  for (const item of items) {
    sum += item.price
  }
  return sum
}

export function label(item: Item) {
  return item.name
}

export function greet(name: string) {
  return 'Hello ' + name
}
`

/** The body of its first function, and what may take its place. */
export const sum = `  let sum = 0
  for (const item of items) {
    sum += item.price
  }
  return sum`
export const reduced = '  return items.reduce((sum, item) => sum + item.price * item.count, 0)'
/** A block that asks for one text in place of another. */
export const replace = (search: string, put: string) => `<<<<<<< SEARCH\n${search}\n=======\n${put}\n>>>>>>> REPLACE\n`
