import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

const plugin = (name: string, load: string) => `export function ${name}() {
  const cache = new Map()
  if (cache.size > 0) {
    cache.clear()
  }

  return {
    name: '${name}',
    async load(id) {
      const file = clean(id)
${load}      const text = await read(file)
      return text
    },
    resolve(id) {
      return id
    },
  }
}
`
const original = `${plugin('styles', '')}\n${plugin('scripts', '')}`

test('ends of blocks whose beginnings the sketch shows are no places of their own', () => {
  const sketch = `// ...
export function scripts() {
  // ...
  return {
    // ...
    async load(id) {
      const file = clean(id)
      if (known.has(file)) return known.get(file)
      const text = await read(file)
      // ...
    },
    // ...
  }
}
`
  const result = applySketch({ path: 'plugins.ts', original, sketch })
  const wanted = `${plugin('styles', '')}\n${plugin('scripts', '      if (known.has(file)) return known.get(file)\n')}`
  expect(result).toMatchObject({ kind: 'applied', text: wanted })
})

test('ends of blocks that the sketch does not begin may say that something before them goes', () => {
  const sketch = `// ...
      return text
    },
  }
}

// ...
    },
  }
}
`
  expect(applySketch({ path: 'plugins.ts', original, sketch }).kind).toBe('declined')
})
