# bash completion of crm and crm-*: it asks the programs themselves
_crm_of() {     # COMMAND CURRENT PREVIOUS
	local all value about entities entity=client words at w
	all=$("$1" --help=words 2>/dev/null) || return
	value=$(awk -F'\t' -v o="$3" '$1 == o { print $3; exit }' <<<"$all")
	about=" $(sed -n 's/^@//p' <<<"$all") "
	entities=$(crm-schema -o words 2>/dev/null | cut -f1)
	if [[ $about =~ ' fields='([a-z]+) ]]; then entity=${BASH_REMATCH[1]}; fi
	for w in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ $about != *' entity '* || $'\n'$entities$'\n' != *$'\n'"$w"$'\n'* ]] || entity=$w
	done
	case $value in
	*'|'*)         words=${value//|/ } ;;
	FILE|BASE)     COMPREPLY=($(compgen -f -- "$2")); return ;;
	FIELD|FIELD,*) at=${2%"${2##*[,-]}"} words=$(crm-schema "$entity" -o words 2>/dev/null | cut -f1)
	               compopt -o nospace 2>/dev/null; ;;
	?*)            return ;;
	*)             words=$(cut -f1 <<<"$all" | grep -v '^@') ;;
	esac
	[[ -z $value ]] || about=
	[[ $about != *' entity '* ]] || words+=" $entities"
	[[ $about != *' command '* ]] || words+=" $(compgen -c crm- | sort -u | sed 's/^crm-//')"
	if [[ $about == *' fields'* ]]; then
		words+=" $(crm-schema "$entity" -o words 2>/dev/null | sed 's/\t.*/=/')"
		compopt -o nospace 2>/dev/null
	fi
	COMPREPLY=($(compgen -P "$at" -W "$words" -- "${2#"$at"}"))
	[[ $about != *' file '* ]] || COMPREPLY+=($(compgen -f -- "$2"))
}
_crm() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=$1
	if [[ ${1##*/} == crm && ${COMP_WORDS[1]} != help ]] && ((COMP_CWORD > 1)); then command=crm-${COMP_WORDS[1]}; fi
	_crm_of "$command" "$cur" "$prev"
}
complete -F _crm crm $(compgen -c crm- | sort -u)
