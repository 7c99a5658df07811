import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

const original = `import os

from store import load, release


def read(path):
    text = load(path)
    report(path, str(text))
    return text


# The cache is patched by others.
@patchable
def write(path, text):
    if path:
        report(path, str(text))
    return path


def close(path):
    release(path)
    return path


def remove(path):
    os.remove(path)
    return None
`
const apply = (sketch: string) => applySketch({ path: 'a.py', original, sketch })

test('what stands between the parts of a fragment stays', () => {
  const sketch = `def read(path):
    text = load(path)
    report(path, text)
    return text

def write(path, text):
    if path:
        report(path, text)
    return path
`
  const text = original.replaceAll('str(text)', 'text')
  expect(apply(sketch)).toMatchObject({ kind: 'applied', form: 'fragment', text })
})

test('so do whole definitions', () => {
  const sketch = `def read(path):
    text = load(path)
    return text

def close(path):
    release(path, True)
    return path
`
  const text = original.replace('    report(path, str(text))\n    return text', '    return text')
  expect(apply(sketch)).toMatchObject({
    kind: 'applied',
    form: 'fragment',
    text: text.replace('release(path)', 'release(path, True)'),
  })
})

test('within a part, what is not shown goes', () => {
  const spaced = original.replace('    return text\n', '\n    # Nobody waits.\n    wait()\n\n    return text\n')
  const sketch = `def read(path):
    text = load(path)
    report(path, text)

    return text
`
  const text = original.replace('    report(path, str(text))\n', '    report(path, text)\n\n')
  expect(applySketch({ path: 'a.py', original: spaced, sketch })).toMatchObject({ kind: 'applied', text })
})
