import type { Command } from 'commander'
import type { Finding } from '../doctor/finding.ts'
import { version } from '../repository.ts'

/** `caret doctor`: says what is found and missing; ends with code 1 where something needed is missing. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what Caret finds on this machine and what is missing')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const { examineMachine } = await import('../doctor/machine.ts')
      const { examineEngine } = await import('../doctor/engine.ts')
      const { examineServers } = await import('../doctor/servers.ts')
      const { examineModels } = await import('../doctor/models.ts')
      const examined = await Promise.all([examineMachine(), examineEngine(), examineServers(), examineModels()])
      const findings = examined.flat()
      console.log(options.json ? JSON.stringify(findings, undefined, 2) : report(findings))
      if (findings.some(isTrouble)) process.exitCode = 1
    })
}

const isTrouble = (finding: Finding) => finding.needed && finding.state === 'missing'

function report(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  const lines = findings.map((finding) => {
    const mark = finding.state === 'found' ? '✓' : finding.needed ? '✗' : '·'
    const hint = finding.hint ? `. ${finding.hint}` : ''
    return `${mark} ${finding.name.padEnd(width)}  ${finding.detail}${hint}`
  })
  const troubles = findings.filter(isTrouble).length
  const end = troubles === 0 ? 'Nothing that Caret needs is missing.' : `${troubles} missing that Caret needs (✗).`
  return [`Caret ${version()}`, ...lines, '', end].join('\n')
}
