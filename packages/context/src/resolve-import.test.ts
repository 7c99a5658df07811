import { expect, test } from 'vitest'
import { fileNames } from './file-names.ts'
import { resolveImport } from './resolve-import.ts'

const paths = [
  ...['src/tax.ts', 'src/tax.test.ts', 'src/shop/cart.ts', 'src/shop/index.ts', 'tax.ts', 'lib/tax.css'],
  ...['app/models/user.py', 'app/models/__init__.py', 'app/views.py', 'pkg/server/http.go', 'pkg/server/tls.go'],
  ...['src/net/socket.rs', 'src/net/mod.rs', 'com/acme/Order.java'],
]

test.each<[string, string, string[]]>([
  ['./tax', 'src/shop.ts', ['src/tax.ts']],
  ['./tax.js', 'src/shop.ts', ['src/tax.ts']],
  ['../tax', 'src/shop/cart.ts', ['src/tax.ts']],
  ['./shop', 'src/a.ts', ['src/shop/index.ts']],
  ['./nowhere', 'src/a.ts', []],
  ['app.models.user', 'app/views.py', ['app/models/user.py']],
  ['app.models', 'app/views.py', ['app/models/__init__.py']],
  ['example.com/acme/pkg/server', 'cmd/main.go', ['pkg/server/tls.go', 'pkg/server/http.go']],
  ['crate::net::socket', 'src/main.rs', ['src/net/socket.rs']],
  ['com.acme.Order', 'com/shop/Cart.java', ['com/acme/Order.java']],
  ['tax.css', 'src/a.css', ['lib/tax.css', 'src/tax.ts', 'tax.ts']],
  ['react', 'src/a.ts', []],
])('%s in %s', async (source, from, expected) => {
  expect(resolveImport(source, from, await fileNames(paths))).toEqual(expected)
})
