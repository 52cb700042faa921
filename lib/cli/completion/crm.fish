# fish completion of crm and crm-*: it asks the programs themselves
function __crm_words
	set -l typed (commandline -opc)
	set -l command $typed[1]
	if test "$command" = crm; and test (count $typed) -gt 1
		set command crm-$typed[2]
	end
	set -l all ($command --help=words 2>/dev/null)
	set -l value (printf '%s\n' $all | awk -F\t -v o="$typed[-1]" '$1 == o { print $3; exit }')
	if string match -q '*|*' -- "$value"
		string split '|' -- $value
		return
	end
	printf '%s\n' $all | grep -v '^@' | cut -f1,2
	set -l about (printf '%s\n' $all | sed -n 's/^@//p' | string split ' ')
	contains entity $about; and crm-schema -o words 2>/dev/null | cut -f1,2
	contains command $about; and complete -C crm- | string replace -rf '^crm-(\S+).*' '$1'
	for a in (string match -r '^fields.*' -- $about)
		set -l entity (string replace -r '^fields=?' '' -- $a)
		test -n "$entity"; or set entity client
		crm-schema $entity -o words 2>/dev/null | awk -F\t '{ print $1 "=\t" $2 }'
	end
end
for c in crm (complete -C crm- | string match -r '^crm-\S+')
	complete -c $c -a '(__crm_words)'
end
