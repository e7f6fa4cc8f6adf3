package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Matches of a fraction of all combinations, in which no two trials differ in one factor alone: for
 * each prompt and seed all trials at the level against all at the one compared with. The fraction
 * is balanced, so that the other factors' levels are as frequent on both sides.
 */
final class FractionBlocks implements Matching {
  private final TrialTable table;
  private final List<List<Integer>> byUnit = new ArrayList<>();

  FractionBlocks(TrialTable table) {
    this.table = table;
    for (int unit = 0; unit < table.units(); unit++) {
      byUnit.add(new ArrayList<>());
    }
    for (int trial = 0; trial < table.size(); trial++) {
      byUnit.get(table.unit(trial)).add(trial);
    }
  }

  @Override
  public List<int[]> of(Contrast contrast) {
    List<int[]> matches = new ArrayList<>();
    for (List<Integer> trials : byUnit) {
      int[] match = match(contrast, trials);
      if (match.length > 0) {
        matches.add(match);
      }
    }
    return matches;
  }

  /** One match of a prompt and seed; empty where the parts are not of one length. */
  private int[] match(Contrast contrast, List<Integer> trials) {
    int parts = contrast.isInteraction() ? 4 : 2;
    List<List<Integer>> byPart = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int wanted = part;
      byPart.add(trials.stream().filter(trial -> part(contrast, trial) == wanted).toList());
    }
    int length = byPart.get(0).size();
    boolean isBalanced = byPart.stream().allMatch(part -> part.size() == length);
    return isBalanced
        ? byPart.stream().flatMap(List::stream).mapToInt(trial -> trial).toArray()
        : new int[0];
  }

  /** Number of the part that a trial belongs to; -1 for none. */
  private int part(Contrast contrast, int trial) {
    int side = side(contrast.from(), contrast.level(), table.level(contrast.factor(), trial));
    if (!contrast.isInteraction() || side < 0) {
      return side;
    }
    int other =
        side(contrast.otherFrom(), contrast.otherLevel(), table.level(contrast.other(), trial));
    return other < 0 ? -1 : side + 2 * other;
  }

  /** 0 at the level, 1 at the one compared with, -1 at neither. */
  private static int side(int from, int level, int has) {
    return has == level ? 0 : has == from ? 1 : -1;
  }
}
