// SPDX-License-Identifier: Apache-2.0
package check;

import java.util.List;

/**
 * The results, as Test Anything Protocol on standard output; a failed one says why.
 *
 *     tap.check("each frame is accepted", complaints);    // ok where there are none
 *     System.exit(tap.finish());
 */
final class Tap {
    private static final int COMPLAINTS_SHOWN = 10;

    private int tests;
    private int failures;

    void check(String sentence, List<String> complaints) {
        tests++;
        if (complaints.isEmpty()) {
            System.out.println("ok " + tests + " - " + sentence);
            return;
        }
        failures++;
        System.out.println("not ok " + tests + " - " + sentence);
        System.out.println("# " + complaints.size() + " times:");
        complaints.stream().limit(COMPLAINTS_SHOWN).forEach(complaint ->
                System.out.println("# " + shorten(complaint).replace("\n", "\n# ")));
    }

    /** a number that must not be lower: an empty corpus would pass all else */
    void atLeast(String sentence, long got, long want) {
        check(sentence + ": " + got, got >= want ? List.of() : List.of("want: at least " + want));
    }

    void skip(String sentence, String reason) {
        tests++;
        System.out.println("ok " + tests + " - " + sentence + " # SKIP " + reason);
    }

    int finish() {
        System.out.println("1.." + tests);
        return failures == 0 ? 0 : 1;
    }

    private static String shorten(String complaint) {
        return complaint.length() <= 2000 ? complaint : complaint.substring(0, 2000) + "...";
    }
}
