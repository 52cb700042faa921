# fish completion of crm and crm-*: it asks the programs themselves
function __crm_words
	set -l typed (commandline -opc)
	set -l word (commandline -ct)
	set -l command $typed[1]
	if string match -qr '(^|/)crm$' -- $command; and test (count $typed) -gt 1; and test "$typed[2]" != help
		set command crm-$typed[2]
	end
	type -q -- $command; or return
	set -l all ($command --help=words 2>/dev/null)
	set -l value (printf '%s\n' $all | awk -F\t -v o="$typed[-1]" '$1 == o { print $3; exit }')
	set -l about (printf '%s\n' $all | sed -n 's/^@//p' | string split ' ')
	set -l entities (crm-schema -o words 2>/dev/null)
	set -l entity (string replace -rf '^fields=' '' -- $about; or echo client)
	for w in $typed[2..]
		contains entity $about; and string match -q -- "$w"\t'*' $entities; and set entity $w
	end
	switch "$value"
		case '*|*'
			string split '|' -- $value
		case FILE BASE
			__fish_complete_path $word
		case FIELD 'FIELD,*'
			crm-schema $entity -o words 2>/dev/null |
				awk -F\t -v at=(string replace -r '[^,-]*$' '' -- $word) '{ print at $1 "\t" $2 }'
		case ''
			printf '%s\n' $all | grep -v '^@' | cut -f1,2
			contains entity $about; and printf '%s\n' $entities | cut -f1,2
			contains command $about; and complete -C crm- | string replace -rf '^crm-(\S+).*' '$1'
			string match -qr '^fields' -- $about; and crm-schema $entity -o words 2>/dev/null | awk -F\t '{ print $1 "=\t" $2 }'
			contains file $about; and __fish_complete_path $word
	end
end
for c in crm (complete -C crm- | string match -r '^crm-\S+')
	complete -c $c -f -a '(__crm_words)'
end
