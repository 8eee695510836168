#!/usr/bin/env bash
# Every rule has a sample, and every sample gives just the fields it wants.
exec "$builddir/../plugins/mmmailnorm/mailnorm-check" --rulebase-dir "$srcdir/../rulebases" --samples "$srcdir/samples"
