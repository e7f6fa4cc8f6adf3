package io.facesweep.analysis;

import io.facesweep.settings.Design;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A contrast with the trials that answer it.
 *
 * @param contrast the question
 * @param planned its matches, as {@link Matching} has them
 * @param notes what the answer does not hold for by the design, in words
 */
record ContrastMatches(Contrast contrast, List<int[]> planned, List<String> notes) {
  static ContrastMatches of(TrialTable table, Matching matching, Contrast contrast, Design design) {
    List<int[]> planned = matching.of(contrast);
    List<String> notes = new ArrayList<>();
    List<String> levels = levels(table, contrast, planned);
    if (!levels.isEmpty()) {
      notes.add("measured with " + String.join(", ", levels));
    }
    List<String> aliases = design.aliases(names(table), contrast.factor(), contrast.other());
    if (!aliases.isEmpty()) {
      notes.add("not told apart from " + String.join(", ", aliases));
    }
    return new ContrastMatches(contrast, planned, notes);
  }

  private static List<String> names(TrialTable table) {
    return table.factors().stream().map(Factor::name).toList();
  }

  /** The levels of factors of which some are in no match. */
  private static List<String> levels(TrialTable table, Contrast contrast, List<int[]> planned) {
    List<String> levels = new ArrayList<>();
    for (int number = 0; number < table.factors().size(); number++) {
      Factor factor = table.factors().get(number);
      if (contrast.isAbout(number) || planned.isEmpty()) {
        continue;
      }
      int[] seen = seen(table, number, planned);
      if (seen.length < factor.levels().size()) {
        levels.add(
            factor.name()
                + " = "
                + String.join(
                    " or ", IntStream.of(seen).mapToObj(i -> factor.levels().get(i)).toList()));
      }
    }
    return levels;
  }

  private static int[] seen(TrialTable table, int factor, List<int[]> planned) {
    boolean[] isSeen = new boolean[table.factors().get(factor).levels().size()];
    for (int[] match : planned) {
      for (int trial : match) {
        if (table.level(factor, trial) >= 0) {
          isSeen[table.level(factor, trial)] = true;
        }
      }
    }
    return IntStream.range(0, isSeen.length).filter(level -> isSeen[level]).toArray();
  }
}
