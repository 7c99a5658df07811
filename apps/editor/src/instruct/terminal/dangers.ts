/** Why a command should be read twice: in a few words each; none where nothing is known against it. */
export function dangersOf(command: string): string[] {
  const found = rules.filter(([, pattern]) => pattern.test(command)).map(([reason]) => reason)
  const lines = command.split('\n').filter((line) => line.trim() !== '' && !/\\\s*$/.test(line)).length
  return lines > 1 ? [...found, `runs ${lines} lines`] : found
}

/** Where a program's name may stand: at the beginning, and behind what separates, prefixes or runs commands. */
const at = String.raw`(?:^|[;&|({\`]|\$\(|\b(?:sudo|doas|xargs|exec|nohup|time|env|then|do)\s(?:-\S+\s+)*)\s*(?:\S*\/)?`
const rule = (reason: string, pattern: string): [string, RegExp] => [reason, new RegExp(at + pattern, 'm')]
const target = String.raw`[^|;&\n]*`

const rules: [string, RegExp][] = [
  rule('deletes folders and all in them', String.raw`rm\b${target}\s(?:-[a-zA-Z]*[rR]|--recursive)`),
  rule('deletes without asking', String.raw`rm\b${target}\s(?:-[a-zA-Z]*f|--force)`),
  ['deletes what it finds', /\bfind\b[^|;&\n]*\s-(?:delete\b|exec\s+rm\b)|\bRemove-Item\b[^|;\n]*-Recurse/],
  rule(
    'overwrites the history of a branch that others have',
    String.raw`git\s${target}\bpush\b${target}\s(?:--force(?![-\w])|-[a-z]*f\b|\+\w)`,
  ),
  rule(
    'throws away changes that are not committed',
    String.raw`git\s${target}\b(?:reset\s${target}--hard|checkout\s+(?:--\s+)?\.(?:\s|$)|restore\s+\.(?:\s|$))`,
  ),
  rule('deletes files that git does not have', String.raw`git\s${target}\bclean\b${target}\s-[a-z]*f`),
  rule('writes to a disk directly', String.raw`dd\s${target}\bof=`),
  ['writes to a disk directly', />\s*\/dev\/(?:sd|nvme|hd|disk|mmcblk)/],
  rule('formats a disk', String.raw`(?:mkfs(?:\.\w+)?|fdisk|parted|wipefs|diskutil\s+erase\w*)\b`),
  [
    'runs a program from the net, unseen',
    /\b(?:curl|wget)\b[^;\n]*\|\s*(?:sudo\s+)?(?:\S*\/)?(?:ba|z|da|fi|k)?sh\b|\b(?:curl|wget|iwr)\b[^;\n]*\|\s*(?:sudo\s+)?(?:python\d?|perl|ruby|node|iex)\b|\b(?:ba|z)?sh\s+(?:-c\s+)?["']?[<$]\(\s*(?:curl|wget)\b/,
  ],
  rule(
    'changes permissions of folders and all in them',
    String.raw`ch(?:mod|own)\b${target}\s(?:-[a-zA-Z]*R|--recursive)`,
  ),
  rule('shuts the machine down', String.raw`(?:shutdown|reboot|halt|poweroff)\b`),
  rule('ends processes by name', String.raw`(?:pkill|killall)\b`),
  ['starts itself without end', /:\s*\(\s*\)\s*\{[^}]*:\s*\|\s*:/],
  ['deletes data of a database', /\b(?:DROP\s+(?:TABLE|DATABASE|SCHEMA)|TRUNCATE\s+TABLE)\b/i],
  rule('deletes what containers have kept', String.raw`docker\s${target}(?:\bprune\b|\brm\s+-[a-z]*f|\bvolume\s+rm\b)`),
  ['runs as another user with all rights', /(?:^|[;&|(]\s*)(?:sudo|doas)\s/m],
]
