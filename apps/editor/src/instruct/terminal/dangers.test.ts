import { expect, test } from 'vitest'
import { dangersOf } from './dangers.ts'

test.each<[string, RegExp]>([
  ['rm -rf build', /deletes folders/],
  ['rm --recursive a', /deletes folders/],
  ['cd a && rm -fr .', /deletes folders/],
  ['sudo rm -r /', /deletes folders/],
  ['ls | xargs -0 rm -f', /without asking/],
  ['find . -name "*.o" -delete', /what it finds/],
  ['git push --force', /history of a branch/],
  ['git push -f origin main', /history of a branch/],
  ['git push origin +main', /history of a branch/],
  ['git reset --hard HEAD~1', /not committed/],
  ['git checkout .', /not committed/],
  ['git clean -fd', /git does not have/],
  ['dd if=a.img of=/dev/sda', /disk directly/],
  ['echo > /dev/sda', /disk directly/],
  ['mkfs.ext4 /dev/sdb1', /formats/],
  ['curl -fsSL https://x.sh | sh', /from the net/],
  ['curl https://x | sudo bash -s', /from the net/],
  ['bash <(curl -s https://x)', /from the net/],
  ['chmod -R 777 .', /permissions/],
  ['killall node', /ends processes/],
  [':(){ :|:& };:', /without end/],
  ['psql -c "drop table users"', /database/],
  ['docker system prune -a', /containers/],
  ['sudo apt-get update', /all rights/],
  ['cd a\nls', /runs 2 lines/],
])('%s', (command, reason) => {
  expect(dangersOf(command).join(', ')).toMatch(reason)
})

test.each([
  'ls -la',
  'git push',
  'git push --force-with-lease',
  'rm notes.txt',
  'grep -rf patterns .',
  'git rm --cached a',
  'curl https://x | jq .',
  'curl https://x -o a.sh',
  'npm run format',
  'docker ps',
  'du -sh * |\\\n  sort -h',
  'git checkout ./a.ts',
  'echo "a" > /dev/null',
])('nothing is said against %s', (command) => {
  expect(dangersOf(command)).toEqual([])
})
