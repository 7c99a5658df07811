import type { Language } from '../languages.ts'

/** A text of each language with most of what it can declare, and the name of its file. */
export const snippets: Record<Language, { path: string; text: string }> = {
  typescript: {
    path: 'shop.ts',
    text: `import fs, { join as j, type A } from 'node:fs'
import * as ns from './ns'
export { u as v } from './w'
const { r, s: t } = require('m')

// Apart.

/** A 🛒 of things. */
@dec({ a: 1 })
export class Cart<T> extends Base {
  private items: Item[] = []
  static #count = 0
  constructor(readonly name: string) { super() }
  /** In cents. */
  @memo total(tax: number): number {
    const sum = this.items.reduce((all, { price }) => all + price, 0)
    return j(sum * tax, name)
  }
  clear = () => {}
}
export interface Item { price: number; sell(to: string): void }
type Id = string
export enum Size { Small, Big = 2 }
export const twice = (n: number) => { const m = n; function inner() {} return m * 2 }, limit = 3
let late
function hidden() {}
namespace Deep { export const x = 1 }
export { late }
`,
  },
  tsx: {
    path: 'view.tsx',
    text: `export function View({ name }: Props) {
  return <Row onClick={() => go(name)}>{name} 🎉</Row>
}
`,
  },
  javascript: {
    path: 'lib/a.cjs',
    text: `const path = require('path')
class Old { field = 1; run(x) { return path.join(x, this.field) } }
exports.make = function (a, ...rest) { return new Old(a, rest) }
module.exports = { go() {}, stop: () => 1 }
`,
  },
  python: {
    path: 'shop.py',
    text: `import os.path as p, sys.io
from .cart import Cart as C, tax
from z import *
__all__ = ["Shop", 'limit']
limit: int = 1
# Sells.
@register("🛒")
class Shop(Base):
    """Doc."""
    kind = 'small'
    def __init__(self, name, *args, size=1):
        self.name = name
    @property
    async def _total(self):
        return [tax(i) for i in self.items if i.price]
def helper(a: int) -> int:
    def inner(): return a
    return limit + a
`,
  },
  go: {
    path: 'shop.go',
    text: `package shop

import (
	"fmt"
	alias "a/b/v2"
	_ "c"
)

// Cart holds 🛒.
type Cart struct {
	Items []Item
	a, b  int
}

type Seller interface{ Sell(to string) error }

// Total sums.
func (c *Cart) Total(tax int) (sum int, err error) {
	for _, item := range c.Items {
		sum += item.price * tax
	}
	return sum, fmt.Errorf("", alias.X)
}

const Limit, low = 1, 2

var cache map[string]Cart

func newCart[T any](f func(T) int) *Cart { return &Cart{Items: nil} }
`,
  },
  rust: {
    path: 'src/shop.rs',
    text: `use std::{fmt::{self, Display as D}, io::*};
use a::B;

/// A 🛒.
#[derive(Debug)]
pub struct Cart<T> { pub items: Vec<T>, name: String }
pub enum Size { Small, Big(u8) }
pub trait Sell { fn sell(&self); }
impl<T> Sell for Cart<T> {
    fn sell(&self) { let n = self.items.len(); show(n, |q| q + LIMIT) }
}
mod deep { pub(crate) fn f((a, b): Pair) -> u8 { a } }
const LIMIT: usize = 3;
macro_rules! twice { () => {} }
`,
  },
  java: {
    path: 'Cart.java',
    text: `package shop;
import java.util.List;
import java.io.*;

/** A 🛒. */
@Entity
public class Cart extends Base {
  private int size = 1;
  public static final int A = 1, B = 2;
  public Cart(int size) { this.size = size; }
  // In cents.
  @Override public int total(final int tax) { int sum = tax; return sum * helper(List.of(size)); }
  int helper(List<Item> items) { for (Item item : items) { sell(item.price); } return 0; }
  enum Size { SMALL, BIG }
}
interface Seller { void sell(); }
`,
  },
  csharp: {
    path: 'Cart.cs',
    text: `using System.Text;
using X = A.B;
namespace Shop.Deep {
  /// <summary>A 🛒</summary>
  [Serializable]
  public class Cart : Base {
    private int size = 1;
    public int Size { get; set; }
    public Cart(int size) { this.size = size; }
    public int Total(int tax) { var sum = tax * size; return Helper(sum).Price; }
  }
  interface ISeller { void Sell(); }
  enum Kind { Small, Big }
}
`,
  },
  cpp: {
    path: 'cart.hpp',
    text: `#include <vector>
#include "base.h"
#define LIMIT 10
namespace shop {
// A 🛒.
template <typename T> class Cart : public Base {
 public:
  Cart(int size);
  T &total(T tax) { auto sum = tax; return sum.value; }
 private:
  int size, *other;
};
enum class Kind { Small, Big };
typedef struct { int x; } Point;
}
static char *shop::Cart::name(int a, char *b) { return lookup(a, b->text); }
int plain(void);
static int count = 1;
`,
  },
  php: {
    path: 'cart.php',
    text: `<?php
namespace Shop\\Deep;
use A\\Cart as C; use B\\{D, E};
/** A 🛒 */
final class Shop extends Base {
  const LIMIT = 1;
  private int $size = 2;
  public function __construct(private string $name) {}
  public function total(int $tax): int { $sum = $tax; return $this->size + helper($sum); }
}
interface Seller { function sell(); }
enum Kind { case Small; }
function helper($a) { return new C($a); }
`,
  },
  ruby: {
    path: 'cart.rb',
    text: `require 'json'
require_relative "./base"
module Shop
  LIMIT = 1
  # A 🛒.
  class Cart < Base
    def initialize(size, tax: 1)
      @size = size
    end
    def self.build(a) = new(a)
    def total
      sum = items.map { |item| item.price }
      JSON.dump(sum)
    end
  end
end
`,
  },
  bash: {
    path: 'build.sh',
    text: `source ./lib.sh
# Builds 🛠.
build() {
  local out="$1"
  compile "$out" "$FLAGS"
}
function clean { rm -r "$DIR"; }
DIR=out
export FLAGS=-O2
`,
  },
  css: {
    path: 'a.css',
    text: `@import 'base.css';
/* 🎨 */
:root { --gap: 1px }
.card > .title, #x { margin: var(--gap) }
@keyframes spin { from { top: 0 } }
`,
  },
}
