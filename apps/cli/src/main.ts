import { Command } from 'commander'
import { CommandError } from './command-error.ts'
import { addBench } from './commands/bench.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEval } from './commands/eval.ts'
import { addModels } from './commands/models.ts'
import { addOpen } from './commands/open.ts'
import { addPrompt } from './commands/prompt.ts'
import { addReview } from './commands/review.ts'
import { addTrain } from './commands/train.ts'
import { version } from './repository.ts'

const program = new Command('caret')
  .description('Opens a folder in the Caret editor.')
  .version(version(), '-v, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .showHelpAfterError('`caret --help` lists what there is.')
addOpen(program)
addDoctor(program)
addModels(program)
addBench(program)
addEval(program)
addTrain(program)
addPrompt(program)
addReview(program)

try {
  await program.parseAsync()
} catch (error) {
  // A sentence for the user; anything else is a fault of Caret's own, where the stack is what helps.
  const expected = error instanceof CommandError || (error instanceof Error && error.name === 'EngineError')
  console.error(expected ? error.message : error)
  process.exitCode = 1
}
