# bash completion of crm and crm-*: it asks the programs themselves
_crm_of() {     # COMMAND CURRENT PREVIOUS
	local all value about field=client words
	all=$("$1" --help=words 2>/dev/null) || return
	value=$(awk -F'\t' -v o="$3" '$1 == o { print $3; exit }' <<<"$all")
	case $value in
	*'|'*)     words=${value//|/ } ;;
	FILE|BASE) COMPREPLY=($(compgen -f -- "$2")); return ;;
	?*)        return ;;
	*)         words=$(cut -f1 <<<"$all" | grep -v '^@') about=" $(sed -n 's/^@//p' <<<"$all") " ;;
	esac
	[[ $about != *' entity '* ]] || words+=" $(crm-schema -o words 2>/dev/null | cut -f1)"
	[[ $about != *' command '* ]] || words+=" $(compgen -c crm- | sed 's/^crm-//')"
	if [[ $about =~ ' fields='([a-z]+) ]]; then field=${BASH_REMATCH[1]}; fi
	if [[ $about == *' fields'* ]]; then
		words+=" $(crm-schema "$field" -o words 2>/dev/null | sed 's/\t.*/=/')"
		compopt -o nospace 2>/dev/null
	fi
	COMPREPLY=($(compgen -W "$words" -- "$2"))
	[[ $about != *' file '* ]] || COMPREPLY+=($(compgen -f -- "$2"))
}
_crm() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=$1
	if [[ ${1##*/} == crm ]] && ((COMP_CWORD > 1)); then command=crm-${COMP_WORDS[1]}; fi
	_crm_of "$command" "$cur" "$prev"
}
complete -F _crm crm $(compgen -c crm- | sort -u)
