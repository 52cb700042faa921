#compdef crm -P crm-*
# zsh completion of crm and crm-*: it asks the programs themselves
local command=$words[1] about line value entity=client
local -a all opts entities fields
if [[ $command == (|*/)crm && $CURRENT -gt 2 && $words[2] != help ]]; then command=crm-$words[2]; fi
all=(${(f)"$($command --help=words 2>/dev/null)"})
for line in $all; do
	local -a part=("${(@ps:\t:)line}")
	if [[ $line == @* ]]; then about=" ${line#@} "; continue; fi
	if [[ $part[1] == $words[CURRENT-1] ]]; then value=$part[3]; fi
	opts+=("${part[1]//:/\\:}:$part[2]")
done
entities=(${(f)"$(crm-schema -o words 2>/dev/null | cut -f1)"})
if [[ $about == *' fields='* ]]; then entity=${${about#*fields=}%% *}; fi
if [[ $about == *' entity '* ]]; then entity=${${words[2,CURRENT-1]:*entities}[1]:-$entity}; fi
fields=(${(f)"$(crm-schema $entity -o words 2>/dev/null | cut -f1)"})
case $value in
*'|'*)         compadd -- ${(s:|:)value}; return ;;
FILE|BASE)     _files; return ;;
FIELD|FIELD,*) compset -P '*[,-]'; compadd -S '' -- $fields; return ;;
?*)            return 1 ;;
esac
_describe word opts
if [[ $about == *' entity '* ]]; then compadd -- $entities; fi
if [[ $about == *' command '* ]]; then compadd -- ${${(M)${(k)commands}:#crm-*}#crm-}; fi
if [[ $about == *' fields'* ]]; then compadd -S = -- $fields; fi
if [[ $about == *' file '* ]]; then _files; fi
