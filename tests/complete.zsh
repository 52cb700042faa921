#!/usr/bin/env zsh
# Types each line given, then Tab, into an interactive zsh, and prints what the line became.
emulate -R zsh
zmodload zsh/zpty zsh/zselect
dir=$(mktemp -d) top=${0:A:h:h}
trap 'zpty -d z; rm -rf $dir' EXIT
cp $top/lib/cli/completion/crm.zsh $dir/_crm
print -r >$dir/.zshrc "
	fpath=($dir \$fpath)
	autoload -Uz compinit; compinit -u -d $dir/dump
	told() { print -r -- \"\$BUFFER\" >>$dir/told; BUFFER= }
	zle -N told; bindkey '^G' told
	zle-line-init() { : >>$dir/told }; zle -N zle-line-init
"
until_told() {  # N lines, for at most ten seconds
	local out
	repeat 1000; do
		zpty -rt z out
		[[ -e $dir/told && $(wc -l <$dir/told) -ge $1 ]] && return
		zselect -t 1
	done
	print -u2 "zsh says nothing: $out"; exit 1
}
export ZDOTDIR=$dir TERM=dumb
zpty -b z zsh -d -i
until_told 0
for ((i = 1; i <= $#; i++)); do
	zpty -wn z "$argv[i]"$'\t\a'
	until_told $i
done
cat $dir/told
