#!/usr/bin/env bats
# crm-chart: what listings and others write, drawn as text and as pictures
load helper
FRESH=1

steps() { printf 'stage\tdeals\nlead\t40\nneeds\t25\noffer\t10\nwon\t5\n'; }
# terminal COMMAND: what it prints on a terminal of 60 columns
terminal() { TERM=xterm script -qec "stty cols 60; $1" /dev/null </dev/null | tr -d '\r'; }
# plain COMMAND: what it prints has no colour
plain() { eval "$1" >printed; run -1 grep $'\033' printed; }
# svg COMMAND: its picture is well-formed, stands by itself, and is the same each time
svg() {
	eval "$1" >x.svg
	eval "$1" | cmp - x.svg
	xmllint --noout x.svg
	[ "$(head -c 4 x.svg)" = '<svg' ]
	run -1 grep -E ' id=|href|url\(|<script' x.svg
}
# shapes COLOUR: how many the picture has in it
shapes() { grep -cE "(fill|stroke)=\"#$1\"" x.svg || true; }
BLUE=0072B2 ORANGE=E69F00

@test "a bar is as long as its value, which stands beside it" {
	run -0 crm-chart bar --width 40 < <(steps)
	is 'stage  deals
lead      40  ██████████████████████████
needs     25  ████████████████▎
offer     10  ██████▌
won        5  ███▎'
	printf 'Jan\t-3\nFeb\t4.5\nMar\t\nApr\t0\n' >x
	run -0 crm-chart bar --width 30 x
	is 'Jan  -3.0  ▐███████
Feb   4.5          ███████████
Mar
Apr   0.0'
	printf 'a\t0.001\nb\t1000\nc\t-0.001\n' | crm-chart bar --width 40 >x
	grep -q '▏$' x; grep -q '▐$' x                        # what is not nothing is seen
}

@test "several values stand below each other, or are parts of one bar" {
	printf 'unit,won,lost\nNorth,2,4\nSouth,6,\nEast,,\n' >x.csv
	run -0 crm-chart bar -y won,lost --width 30 x.csv
	is 'unit
North  2  ██████▋
       4  ░░░░░░░░░░░░░
South  6  ████████████████████
East
█ won  ░ lost'
	run -0 crm-chart stacked --width 30 -t 'Won and lost' x.csv
	is 'Won and lost
unit
North  6  ███████░░░░░░░░░░░░░
South  6  ████████████████████
East   0
█ won  ░ lost'
	printf 'North,won,2\nNorth,lost,4\nSouth,won,5\nSouth,won,1\n' | crm-chart stacked --width 29 >list
	diff <(crm-chart stacked --width 29 x.csv | sed '1d; /East/d') list
	run -0 crm-chart stacked --width 30 <<<$'k,x,y\na,5,-2\nb,3,4\nc,-1,-1'
	is 'k
a   3  ░░░░░█████████████
b   7       ████████░░░░░░░░░░
c  -2  ░░███
█ x  ░ y'
}

@test "rows of one label are added up, the largest first if asked, the rest as one" {
	printf 'stage,value\nwon,10\nlost,5\nwon,7.50\nlead,1\nneeds,2\n' >x.csv
	run -0 crm-chart bar --width 30 -s x.csv
	is 'stage  value
won    17.50  ████████████████
lost    5.00  ████▋
needs   2.00  █▉
lead    1.00  ▉'
	run -0 --separate-stderr crm-chart bar --width 30 -s -l 2 x.csv
	is 'stage  value
won    17.50  ████████████████
lost    5.00  ████▋
(2 of 4 rows)'
	says 'crm-chart: 2 of 4 rows: -l draws more, --other adds the rest up'
	run -0 --separate-stderr crm-chart bar --width 30 -s -l 2 --other x.csv
	[ "${lines[3]}" = 'other (2)   3.00  ██▏' ] && [ -z "$stderr" ]
	run -64 --separate-stderr crm-chart line --other x.csv
	says '--other: only bars and heat maps'
}

@test "a funnel tells what share comes to each step" {
	run -0 crm-chart funnel --width 60 < <(steps)
	is 'stage  deals of first  of prev
lead      40     100%           ████████████████████████████
needs     25      62%      62%       ██████████████████
offer     10      25%      40%            ▐██████▌
won        5      12%      50%              ████'
	run -65 --separate-stderr crm-chart funnel <<<$'a,1\nb,-1'
	says 'stdin:2: column 2: "-1" is less than nothing'
}

@test "a line goes through its points, in the order of time, with round numbers beside it" {
	run -0 crm-chart line --width 30 --height 5 <<<$'month,n\nJan,0\nFeb,50\nMar,100'
	[ "${lines[0]}" = n ] && [[ "${lines[1]}" == '100 ┤'* ]] && [[ "${lines[-2]}" == '    └'* ]]
	[ "${lines[-1]}" = '     Jan         Feb       Mar' ]
	[ "$(crm-chart line -y 2,3 --width 30 <<<$'m,a,b\nJan,1,3\nFeb,2,2\nMar,3,1' | tail -n 1)" = '● a  ○ b' ]
	same "crm-chart line <<<$'2026-03,9\n2026-01,1\n2026-02,5'" "crm-chart line <<<$'2026-01,1\n2026-02,5\n2026-03,9'"
	# days stand as far apart as they are
	crm-chart line --width 40 --height 4 <<<$'2026-01-01,0\n2026-01-02,9\n2026-12-31,9' >days
	crm-chart line --width 40 --height 4 <<<$'a,0\nb,9\nc,9' >even
	[ "$(head -n 4 days)" != "$(head -n 4 even)" ]
}

@test "a month without a value, or missing, is a gap; a point alone is seen" {
	svg "crm-chart line -o svg <<<$'2026-01,1\n2026-02,5\n2026-05,4\n2026-06,3'"
	[ "$(grep -c '<polyline.*#0072B2' x.svg)" = 2 ]
	svg "crm-chart line -o svg <<<$'2026-01,1\n2026-02,5\n2026-03,4\n2026-04,3'"
	[ "$(grep -c '<polyline.*#0072B2' x.svg)" = 1 ]
	svg "crm-chart line -o svg <<<$'k,n\na,1\nb,\nc,3'"
	[ "$(grep -c '<polyline.*#0072B2' x.svg)" = 0 ] && [ "$(grep -c '<circle' x.svg)" = 2 ]
	run -0 crm-chart line --width 30 --height 4 <<<$'a\t5'
	[[ "$output" == *●* ]]
	run -0 crm-chart line --width 60 <<<$'m,n\n2026-01,1\n,7\n2026-02,2'
	[ "${lines[-1]}" = '(without a place on the axis: 7)' ]
}

@test "a heat map shades numbers and tells words apart" {
	run -0 crm-chart heatmap --width 40 <<<$'cohort,0,1,2\n2024,100,50,20\n2025,80,41,'
	is '           0       1       2
2024  ██ 100  ▒▒  50  ░░  20
2025  ██  80  ▒▒  41'
	run -0 crm-chart heatmap --width 40 <<<$'client,Feet,Head\nAcme,bought,never\nBolt,lapsed,bought'
	is '      Feet  Head
Acme  ██    ·
Bolt  ░░    ██
█ bought  ░ lapsed'
	run -0 crm-chart heatmap --width 18 <<<$'c,A,B,C,D\nx,1,2,3,4\ny,5,6,7,8'
	is '   A   B   C   D
x  ░░  ░░  ▒▒  ▒▒
y  ▓▓  ▓▓  ██  ██
░░ 1  ▒▒ 3.33  ▓▓ 5.67  ██ 8'
	run -0 crm-chart heatmap --width 14 <<<$'c,A,B,C,D\nx,1,2,3,4\ny,5,6,7,8'
	[ "${lines[4]}" = '(3 of 4 columns; the others need a greater width)' ]
	run -0 crm-chart heatmap --width 30 <<<$'c,A,B,C\nx,1.25,200,3\ny,5,6,700'
	is '        A       B       C
x  ░░   1  ▒▒ 200  ░░   3
y  ░░   5  ░░   6  ██ 700'
	svg "crm-chart heatmap -o svg <<<$'c,0,1\na,9,1\nb,5,'"
	[ "$(grep -c '<title>[ab], [01]: ' x.svg)" = 3 ]
}

@test "plain characters are all that --ascii needs" {
	steps >x
	for kind in bar stacked line funnel heatmap; do
		run -0 crm-chart $kind --ascii -t 'Steps' --width 50 x
		[ -z "$(tr -d '\n -~' <<<"$output")" ]
	done
	run -0 crm-chart bar --ascii --width 40 x
	[ "${lines[1]}" = 'lead      40  ##########################' ]
	same 'crm-chart bar x' 'LC_ALL=en_US.ISO-8859-1 crm-chart bar x'      # never by the locale
}

@test "every format of ours draws the same" {
	crm-init -q
	{ echo title,stage,value; printf 'A,needs,10\nB,needs,20\nC,closing,5\n'; } | crm-add -q deal -i csv >/dev/null
	crm-report pipeline -o csv | crm-chart bar -y deals >want
	[ "$(grep -c total want)" = 0 ] && grep -q 'needs' want
	for o in tsv json jsonl yaml; do
		same 'cat want' "crm-report pipeline -o $o | crm-chart bar -y deals -i $o"
		same 'cat want' "crm-report pipeline -o $o | crm-chart bar -y deals"
		crm-report pipeline -o $o >x.$o
		same 'cat want' "crm-chart bar -y deals x.$o"
	done
	same 'tail -n +2 want | tr -s " █" | cut -d" " -f1-2' 'crm-report pipeline | crm-chart bar -y 3 | tr -s " █" | cut -d" " -f1-2'
	same 'crm-report pipeline | crm-chart funnel' 'crm-report pipeline | crm-chart funnel -x 1 -y 3'
	crm-find deal -c title,value | crm-chart bar >x
	[ "$(cut -c1 x | tr -d '\n')" = ABC ]                  # labels are the titles, not the references
	run -1 --separate-stderr crm-chart bar <<<'[{"all":null,"n":5,"total":true}]'
	says 'nothing but a total'
}

@test "numbers may have commas between thousands, signs and percents" {
	run -0 crm-chart bar --width 40 <<<$'a\t1,234,567.50\nb\t-1,000\nc\t+12'
	[[ "${lines[0]}" == 'a  1234567.50 '* ]] && [[ "${lines[1]}" == 'b    -1000.00 '* ]]
	run -0 crm-chart bar --width 20 <<<$'a;50%\nb;12.5 %'
	[[ "${lines[1]}" == 'b  12.5%'* ]]
	for bad in 1,23 ,123 1234,567 1,2345 12,5 0x10 inf nan 1e999 1.2.3 '5 EUR' --5; do
		run -65 --separate-stderr crm-chart bar -i csv --header no <<<$'a;1\nb;2\n'"c;\"$bad\""
		says "stdin:3: column 2: \"$bad\" is no number"
	done
}

@test "several currencies are never added up" {
	printf 'stage,currency,value\nlead,EUR,5\nlead,USD,7\nwon,EUR,9\n' >x.csv
	run -0 crm-chart bar --width 30 x.csv
	is 'stage  value
lead       5  ████████▉
           7  ░░░░░░░░░░░░
won        9  ████████████████
█ EUR  ░ USD'
	for kind in stacked funnel heatmap; do
		run -65 --separate-stderr crm-chart $kind -y value x.csv
		says 'x.csv:3: currency: "USD" and EUR are not drawn on one scale: filter by one currency'
	done
	run -0 crm-chart bar -x currency x.csv
	[[ "${lines[1]}" == 'EUR '*14* ]]
}

@test "what cannot be drawn is named, with its line" {
	run -65 --separate-stderr crm-chart bar <<<$'a,1\nb,2\nc,12 apples\nd,x\ne,3\nf,4'
	says 'crm-chart: stdin:3: column 2: "12 apples" is no number'
	says 'crm-chart: stdin:4: column 2: "x" is no number'
	run -65 --separate-stderr crm-chart bar -y n <<<$'k,n\na,1\nb,2\nc,x'
	says 'stdin:4: n: "x" is no number'
	run -65 --separate-stderr crm-chart bar <<<$'a,b\nc,d'
	says 'no column has numbers'
	run -66 --separate-stderr crm-chart bar none.csv
	says 'none.csv: No such file'
	run -1 crm-chart bar </dev/null
	is ''
	run -1 crm-chart bar -i csv <<<'stage,deals'
	run -64 --separate-stderr crm-chart bar -y nope < <(steps)
	says 'no such column: "nope"; there are 1 stage, 2 deals'
	run -64 --separate-stderr crm-chart line -b stage -y deals,deals < <(steps)
	says 'several values are series already'
	run -64 --separate-stderr crm-chart bars < <(steps)
	says 'did you mean bar?'
	run -64 crm-chart bar a b
	run -74 bash -c 'printf "a,1\n" | crm-chart bar >/dev/full'
	run -74 bash -c 'printf "a,1\n" | crm-chart bar -o png >/dev/full'
	for i in {1..9}; do echo "key $i,series $i,1"; done >x
	run -65 --separate-stderr crm-chart stacked x
	says '9 series cannot be told apart, 8 can'
}

@test "labels of any script keep the columns, and nothing of them reaches the terminal raw" {
	printf '漢字\t1\nעברית\t2\ne\xcc\x81\t3\n\033[31mred\t4\n' >x
	run -0 crm-chart bar --width 50 x
	is '漢字             1  ███████▌
עברית            2  ███████████████
é                3  ██████████████████████▌
\u{001B}[31mred  4  ██████████████████████████████'
	plain "crm-chart bar x"
	{ printf 'x%.0s' {1..500}; printf '\t1\n'; } | crm-chart bar --ascii --width 30 >x
	[ "$(wc -L <x)" -le 30 ]
	run -65 crm-chart bar <<<$'\xff\xfe,1'
}

@test "colours are for terminals, unless they are not wanted" {
	type script >/dev/null || skip "no script(1)"
	steps >x
	terminal 'crm-chart bar x' | grep -q $'\033\\[38;5;25m'
	[ "$(terminal 'crm-chart bar x' | sed 's/\x1b\[[0-9;]*m//g' | head -n 2)" = "$(crm-chart bar --width 60 x | head -n 2)" ]
	plain "terminal 'NO_COLOR=1 crm-chart bar x'"
	plain "crm-chart bar x"
	terminal 'crm-chart bar -o png x' | grep -q 'nothing for a terminal'
}

@test "a picture is an SVG that stands alone and among others" {
	steps >x
	svg 'crm-chart bar x -o svg -t "A & <b>"'
	grep -q '<title>A &amp; &lt;b&gt;</title>' x.svg
	grep -q '<desc>lead: 40; needs: 25; offer: 10; won: 5</desc>' x.svg
	[ "$(shapes $BLUE)" = 4 ]
	svg 'crm-chart funnel x -o svg'
	svg 'crm-chart stacked -o svg <<<"$(printf "u,won,lost\nN,2,4\nS,6,1\n")"'
	[ "$(shapes $BLUE)" = 3 ] && [ "$(shapes $ORANGE)" = 3 ]   # two bars and the legend
	svg 'crm-chart line -o svg <<<"$(seq 2000)"'
	svg 'printf "%s\t1\n" "漢字" "עברית" "$(printf "\033[31m")" "a\"b" | crm-chart bar -o svg'
}

@test "a picture is a PNG of the size that is asked for" {
	steps >x
	crm-chart bar x -o png --width 640 --height 300 >p.png
	[ "$(head -c 24 p.png | od -An -tu1 -j1 -N3 | tr -d ' ')" = 807871 ]
	[ "$(od -An -tu1 -j16 -N8 p.png | tr -s ' ')" = ' 0 0 2 128 0 0 1 44' ]
	crm-chart bar x -o png --width 640 --height 300 | cmp - p.png
	run -65 --separate-stderr crm-chart bar x -o png --width 5
	says '5 by'
}

@test "a hundred thousand rows are no more than a note" {
	seq 100000 >x
	run -0 --separate-stderr crm-chart bar x
	[ ${#lines[@]} = 51 ] && [ "${lines[50]}" = '(50 of 100000 rows)' ]
	run -0 --separate-stderr crm-chart bar x -q -l 3
	[ ${#lines[@]} = 4 ] && [ -z "$stderr" ]
	run -0 --separate-stderr crm-chart line x --height 5
	[ -z "$stderr" ]
	awk '{ print "k" $1 % 7 "\t" 1 }' x | crm-chart bar -s >seven     # rows are many, labels few
	[ "$(wc -l <seven)" = 7 ]
	paste -d, x x x >y
	run -65 --separate-stderr crm-chart heatmap --header no -x 1 -b 2 -y 3 y
	says 'too many to draw'
}
