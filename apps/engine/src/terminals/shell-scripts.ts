import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openSequence } from './screen.ts'

/**
 * Writes what shells read at their start so that they mark their prompts and commands, and the `caret` command of
 * terminals, into `folder`. The marks are those of VS Code's shell integration (OSC 633).
 */
export async function writeShellScripts(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(scripts)) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, text, { mode: 0o700 })
  }
}

/** A script as it is written, but that `@{` stands for `${`. */
const script = (strings: TemplateStringsArray, ...values: unknown[]) =>
  String.raw({ raw: strings.raw.map((part) => part.replaceAll('@{', '${')) }, ...values)

const bash = script`# bash reads this in place of its own files, which come first.
if [ -n "$CARET_LOGIN" ]; then
  unset CARET_LOGIN
  [ -r /etc/profile ] && . /etc/profile
  for __caret_file in ~/.bash_profile ~/.bash_login ~/.profile; do
    if [ -r "$__caret_file" ]; then . "$__caret_file"; break; fi
  done
  unset __caret_file
elif [ -r ~/.bashrc ]; then
  . ~/.bashrc
fi

case ":$PATH:" in *":$CARET_BIN:"*) ;; *) PATH="$CARET_BIN:$PATH" ;; esac
__caret_nonce=$CARET_TERMINAL

__caret_escape() {
  local text=$1 backslash='\\' semicolon='\x3b' newline='\x0a' escape='\x1b' bell='\x07'
  text=@{text//\\/"$backslash"}
  text=@{text//;/"$semicolon"}
  text=@{text//$'\n'/"$newline"}
  text=@{text//$'\e'/"$escape"}
  printf '%s' "@{text//$'\a'/"$bell"}"
}

# Sets __caret_number and __caret_line to the last entry of the history.
__caret_history() {
  local entry pattern='^[[:space:]]*([0-9]+)[*]?[[:space:]]{1,2}(.*)$'
  entry=$(HISTTIMEFORMAT= builtin history 1)
  [[ $entry =~ $pattern ]] || return 1
  __caret_number=@{BASH_REMATCH[1]} __caret_line=@{BASH_REMATCH[2]}
}

# A line that the history leaves out (a leading space, say) is not told: the editor reads it off the screen then.
__caret_run() {
  if __caret_history && [[ $__caret_number != "$__caret_last" || :$HISTCONTROL: != *:ignore@(both|space):* && -z $HISTIGNORE ]]; then
    printf '\e]633;E;%s;%s\a' "$(__caret_escape "$__caret_line")" "$__caret_nonce"
  fi
  printf '\e]633;C\a'
}

__caret_before() {
  local status=$?
  if [ -n "$__caret_ran" ]; then printf '\e]633;D;%s\a' "$status"; __caret_ran=; fi
  printf '\e]633;P;Cwd=%s\a' "$(__caret_escape "$PWD")"
  return $status
}

__caret_after() {
  __caret_history; __caret_last=$__caret_number
  if [[ $PS1 != "$__caret_ps1" ]]; then
    __caret_ps1='\[\e]633;A\a\]'$PS1'\[\e]633;B\a\]'
    PS1=$__caret_ps1
  fi
  if [[ $PS2 != "$__caret_ps2" ]]; then
    __caret_ps2='\[\e]633;F\a\]'$PS2'\[\e]633;G\a\]'
    PS2=$__caret_ps2
  fi
}

if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
  # The arithmetic runs in this shell, the substitution in one below it.
  PS0='@{__caret_last:$((__caret_ran=1,0)):0}$(__caret_run)'$PS0
fi
if ((BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1))); then
  PROMPT_COMMAND=(__caret_before "@{PROMPT_COMMAND[@]}" __caret_after)
else
  PROMPT_COMMAND=__caret_before$'\n'$PROMPT_COMMAND$'\n'__caret_after
fi
`

/** zsh reads four files from one folder; each of ours reads the user's and then, the last one, ours. */
const zshFile = (name: string, after = '') => script`ZDOTDIR=@{CARET_ZDOTDIR:-$HOME}
[[ -r $ZDOTDIR/${name} ]] && . "$ZDOTDIR/${name}"
CARET_ZDOTDIR=$ZDOTDIR
${after || 'ZDOTDIR=$CARET_SHELL/zsh'}
`

const zsh = script`[[ $HISTFILE == $CARET_SHELL/* ]] && HISTFILE=$ZDOTDIR/.zsh_history
[[ -o login ]] && ZDOTDIR=$CARET_SHELL/zsh || unset CARET_ZDOTDIR
[[ $PATH == *$CARET_BIN* ]] || PATH=$CARET_BIN:$PATH
typeset -g __caret_nonce=$CARET_TERMINAL __caret_ran= __caret_ps1= __caret_ps2=

__caret_escape() {
  emulate -L zsh
  local text=@{1//\\/\\\\}
  text=@{text//;/'\x3b'}
  text=@{text//$'\n'/'\x0a'}
  text=@{text//$'\e'/'\x1b'}
  print -rn -- "@{text//$'\a'/'\x07'}"
}

__caret_preexec() {
  print -rn -- $'\e]633;E;'"$(__caret_escape "$1")"';'"$__caret_nonce"$'\a\e]633;C\a'
  __caret_ran=1
}

__caret_before() {
  local code=$?
  [[ -n $__caret_ran ]] && print -rn -- $'\e]633;D;'$code$'\a'
  __caret_ran=
  print -rn -- $'\e]633;P;Cwd='"$(__caret_escape "$PWD")"$'\a'
  return $code
}

__caret_after() {
  if [[ $PS1 != $__caret_ps1 ]]; then
    __caret_ps1=$'%{\e]633;A\a%}'$PS1$'%{\e]633;B\a%}'
    PS1=$__caret_ps1
  fi
  if [[ $PS2 != $__caret_ps2 ]]; then
    __caret_ps2=$'%{\e]633;F\a%}'$PS2$'%{\e]633;G\a%}'
    PS2=$__caret_ps2
  fi
}

preexec_functions+=(__caret_preexec)
precmd_functions=(__caret_before $precmd_functions __caret_after)
`

const fish = script`status is-interactive; or exit
contains -- $CARET_BIN $PATH; or set -gx PATH $CARET_BIN $PATH
set -g __caret_nonce $CARET_TERMINAL

function __caret_escape
  string replace -a '\\' '\\\\' -- $argv[1] | string replace -a ';' '\x3b' | string replace -a \e '\x1b' | string replace -a \a '\x07' | string join '\x0a'
end

function __caret_preexec --on-event fish_preexec
  printf '\e]633;E;%s;%s\a\e]633;C\a' (__caret_escape "$argv[1]") $__caret_nonce
end

function __caret_postexec --on-event fish_postexec
  printf '\e]633;D;%s\a' $status
end

function __caret_folder --on-event fish_prompt
  printf '\e]633;P;Cwd=%s\a' (__caret_escape "$PWD")
  # The user's own prompt is wrapped when it has been defined.
  if functions -q fish_prompt; and not functions -q __caret_prompt
    functions -c fish_prompt __caret_prompt
    function fish_prompt
      printf '\e]633;A\a'
      __caret_prompt
      printf '\e]633;B\a'
    end
  end
end
`

/** Opens files in the editor that this terminal belongs to; anything else is for the real command. */
const caret = script`#!/bin/sh
if [ -n "$CARET_TERMINAL" ] && [ $# -gt 0 ] && [ "@{1#-}" = "$1" ] && [ ! -d "$1" ]; then
  text=$(printf '%s\n' "$PWD" "$@" | base64 | tr -d '\n')
  printf '\033]${openSequence};%s;%s\007' "$CARET_TERMINAL" "$text" > /dev/tty
  exit
fi
PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$CARET_BIN" | paste -sd: -)
export PATH
if ! command -v caret > /dev/null; then
  echo "Usage in a terminal of Caret: caret FILE[:LINE[:COLUMN]] ..." >&2
  exit 1
fi
exec caret "$@"
`

const scripts: Record<string, string> = {
  'shell/integration.bash': bash,
  'shell/zsh/.zshenv': zshFile('.zshenv'),
  'shell/zsh/.zprofile': zshFile('.zprofile'),
  'shell/zsh/.zshrc': zshFile('.zshrc', zsh),
  'shell/zsh/.zlogin': zshFile('.zlogin', 'unset CARET_ZDOTDIR'),
  'shell/integration.fish': fish,
  'bin/caret': caret,
}
