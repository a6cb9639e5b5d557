#!/bin/sh
# Every finding that a check can make has its sentence.
phrases=content/phrases/*.yaml
ids=$(grep -ohE '"(domain|mx|address|ptr|helo|spf|dkim|dmarc|dnsbl|transport|syntax|attachment|typo|authority|resolver)\.[a-z-]+"' checks/*/*.c | tr -d '"' | sort -u)
for check in $(grep -oE '\{"[a-z]+", check_' checks/check/table.c | grep -oE '[a-z]+"' | tr -d '"'); do
    grep -q "finding_add_skipped(findings, \"$check\"\|check_each_subject(context, \"$check\"" checks/*/*.c && ids="$ids $check.skipped"
    grep -q "finding_add_could_not_ask([^,]*, \"$check\"" checks/*/*.c && ids="$ids $check.could-not-ask"
done
number=0
for id in $(printf '%s\n' $ids | sort -u); do
    number=$((number + 1))
    case $id in *-) end= ;; *) end=\$ ;; esac # "spf.problem-" is the beginning of several
    if grep -q "^- key: finding\.$id$end" $phrases; then echo "ok $number - $id"; else echo "not ok $number - $id has no sentence"; fi
done
number=$((number + 1))
twice=$(sed -n 's/^- key: //p' content/phrases/*.yaml | sort | uniq -d)
if [ -z "$twice" ]; then echo "ok $number - no phrase stands twice"; else echo "not ok $number - twice: $twice"; fi
echo "1..$number"
