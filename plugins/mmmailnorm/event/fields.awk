# Turns rulebases/FIELDS into the C table of fields.h.
BEGIN { FS = "\t"; print "/* made from rulebases/FIELDS by fields.awk */" }
/^#/ || NF == 0 { next }
NF != 6 || $1 !~ /^[a-z][a-z0-9_]*$/ || $2 !~ /^(string|integer|float)$/ {
    print "FIELDS:" NR ": want six columns, a name and string, integer or float" >"/dev/stderr"
    exit 1
}
{ printf "FIELD(%s, FIELD_TYPE_%s)\n", $1, toupper($2) }
