import { runNode } from './lib/process.mjs'

// `npm run floors`: the rules of .dependency-cruiser.mjs over every room.
const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', 'apps', 'packages']
process.exitCode = (await runNode('dependency-cruiser/bin/dependency-cruise.mjs', args)).code
