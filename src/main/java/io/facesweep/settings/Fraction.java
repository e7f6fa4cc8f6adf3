package io.facesweep.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A regular fraction of the combinations of two-level factors: the first factors are crossed, each
 * of the others is the exclusive or of some of them. Box, Hunter and Hunter 2005, "Statistics for
 * Experimenters", chapter 6. The combination of all baselines is in it.
 *
 * <p>From four factors on it is the smallest in which no factor is confused with an interaction of
 * two: generators of an odd number of factors see to that. Of three factors it is a half, in which
 * each is.
 */
final class Fraction {
  static final int MIN_AXES = 3;

  private final int crossed;
  private final int[] generators;

  /**
   * @param crossed number of factors that are crossed
   * @param generators of the others, in order: a bit for each crossed factor that goes into it
   */
  private Fraction(int crossed, int[] generators) {
    this.crossed = crossed;
    this.generators = generators;
  }

  static Fraction of(int factors) {
    int crossed = 2;
    while (factors > MIN_AXES && 1 << (crossed - 1) < factors) {
      crossed++;
    }
    int[] generators = new int[factors - crossed];
    if (generators.length == 1) {
      generators[0] = (1 << crossed) - 1;
      return new Fraction(crossed, generators);
    }
    int found = 0;
    for (int size = 3; found < generators.length; size += 2) {
      for (int word = 0; word < 1 << crossed && found < generators.length; word++) {
        if (Integer.bitCount(word) == size) {
          generators[found++] = word;
        }
      }
    }
    return new Fraction(crossed, generators);
  }

  int factors() {
    return crossed + generators.length;
  }

  int runs() {
    return 1 << crossed;
  }

  /** Which factors are not at their baseline; the first factor varies slowest. */
  boolean[] run(int index) {
    int bits = Integer.reverse(index) >>> (Integer.SIZE - crossed);
    boolean[] isOther = new boolean[factors()];
    for (int i = 0; i < isOther.length; i++) {
      int word = i < crossed ? 1 << i : generators[i - crossed];
      isOther[i] = Integer.bitCount(bits & word) % 2 == 1;
    }
    return isOther;
  }

  /** The fewest factors whose product is the same in all runs. */
  int resolution() {
    return generators.length == 1 ? factors() : 4;
  }

  /** An effect as the crossed factors see it: confused effects look the same. */
  private int signature(int factor, int other) {
    return part(factor) ^ (other < 0 ? 0 : part(other));
  }

  private int part(int factor) {
    return factor < crossed ? 1 << factor : generators[factor - crossed];
  }

  /** Effects of one or two factors that an effect cannot be told from. */
  List<String> aliases(List<String> names, int factor, int other) {
    List<String> aliases = new ArrayList<>(group(names, signature(factor, other)));
    aliases.remove(name(names, Math.min(factor, other), Math.max(factor, other)));
    return aliases;
  }

  /** The groups of effects of one or two factors that cannot be told apart. */
  List<List<String>> confused(List<String> names) {
    Set<Integer> signatures = new LinkedHashSet<>();
    for (int factor = 0; factor < factors(); factor++) {
      signatures.add(signature(factor, -1));
    }
    for (int factor = 0; factor < factors(); factor++) {
      for (int other = factor + 1; other < factors(); other++) {
        signatures.add(signature(factor, other));
      }
    }
    return signatures.stream()
        .map(signature -> group(names, signature))
        .filter(group -> group.size() > 1)
        .toList();
  }

  private List<String> group(List<String> names, int signature) {
    List<String> group = new ArrayList<>();
    for (int factor = 0; factor < factors(); factor++) {
      if (signature(factor, -1) == signature) {
        group.add(name(names, -1, factor));
      }
    }
    for (int factor = 0; factor < factors(); factor++) {
      for (int other = factor + 1; other < factors(); other++) {
        if (signature(factor, other) == signature) {
          group.add(name(names, factor, other));
        }
      }
    }
    return group;
  }

  /** A factor's name, or those of two in their order; the lower number is -1 for one factor. */
  private static String name(List<String> names, int lower, int higher) {
    return lower < 0 ? names.get(higher) : names.get(lower) + " x " + names.get(higher);
  }
}
