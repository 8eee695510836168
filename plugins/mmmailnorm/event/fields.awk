# Turns rulebases/FIELDS into the C table of fields.h.
BEGIN { FS = "\t"; print "/* made from rulebases/FIELDS by fields.awk */" }
/^#/ || NF == 0 { next }
NF != 8 || $1 !~ /^[a-z][a-z0-9_]*$/ || $2 !~ /^(string|integer|float)$/ ||
$6 !~ /^(-|address|user|host|exempt)$/ || $7 !~ /^(own|derived|redundant|remembered)$/ {
    print "FIELDS:" NR ": want eight columns; the head of FIELDS says which" >"/dev/stderr"
    exit 1
}
{
    printf "FIELD(%s, %s, %s, %s)\n", $1, toupper($2), $6 == "-" ? "TEXT" : toupper($6), toupper($7)
    if ($7 == "remembered")
        remembered = remembered "REMEMBERED(" $1 ")\n"
}
END { printf "#ifdef REMEMBERED\n%s#endif\n", remembered }
