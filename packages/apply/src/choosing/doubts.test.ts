import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

const original = `package server

// Use adds what is to be done before each request.
func (s *Server) Use(step Step) {
	s.steps = append(s.steps, step)
	s.handle("", nil)
	s.handle("/*", nil)
}

// handle has
//
//	what is to be done for a path.
func (s *Server) handle(path string, step Step) {
	if err := s.add(path, step); err != nil {
		panic(err) // the names of paths are constants
	}
	s.changed = true
}

// add is for those who handle errors.
func (s *Server) add(path string, step Step) error {
	s.changed = true
	return s.paths.add(path, step)
}
`
const apply = (sketch: string) => applySketch({ path: 'server.go', original, sketch })

test('a line of new code that the file has elsewhere too is a copy', () => {
  const sketch = `// ...
func (s *Server) Use(step Step) {
	s.steps = append(s.steps, step)
	if err := s.add("", nil); err != nil {
		panic(err) // the names of paths are constants
	}
	if err := s.add("/*", nil); err != nil {
		panic(err) // the names of paths are constants
	}
}

// handle has
// ...
`
  const fresh = (path: string) =>
    `\tif err := s.add("${path}", nil); err != nil {\n\t\tpanic(err) // the names of paths are constants\n\t}\n`
  expect(apply(sketch)).toMatchObject({
    kind: 'applied',
    text: original.replace('\ts.handle("", nil)\n\ts.handle("/*", nil)\n', fresh('') + fresh('/*')),
  })
})

test('a definition at the left margin does not come a second time', () => {
  const sketch =
    '// ...\n\ts.steps = append(s.steps, step)\n}\n\nfunc (s *Server) add(path string, step Step) error {\n\treturn s.add(path, nil)\n}\n\n// handle has\n// ...\n'
  expect(apply(sketch).kind).toBe('declined')
})

test('a stretch that changes nothing is doubtful only where one of its ends could stand further out', () => {
  const change = 'import "fmt"\n'
  const sketch = (stretch: string) =>
    `package server\n\n${change}\n// Use adds what is to be done before each request.\n// ...\n${stretch}// ...\n`
  const text = original.replace('package server\n', `package server\n\n${change}`)
  const inside = '//\n//\twhat is to be done for a path.\nfunc (s *Server) handle(path string, step Step) {\n'
  expect(apply(sketch(inside))).toMatchObject({ kind: 'applied', text })
  expect(apply(sketch('\t}\n\ts.changed = true\n')).kind).toBe('declined')
})
