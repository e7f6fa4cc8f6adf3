package io.facesweep.face;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Components of MakeHuman's targets. A target is called {@code [l-|r-]stem-word}; the targets of
 * both sides go together. Two words that say opposite things, as {@code decr} and {@code incr}, are
 * one signed component, (positive - negative) / 2, where the one is nearly the other's opposite:
 * the cosine between them is 0.5 or more. Others are components under the targets' own names, which
 * mean something for coefficients of 0 and more. A standard deviation is a third of the slider's
 * way, or less, so that no vertex moves more than 4 mm.
 */
final class TargetPairs {
  private static final List<String> FOLDERS =
      List.of(
          "head",
          "forehead",
          "eyebrows",
          "eyes",
          "nose",
          "mouth",
          "ears",
          "chin",
          "cheek",
          "neck",
          "asym");

  /** Of which folder {@code l} and {@code r} are opposite words. */
  private static final String ASYMMETRY = "asym";

  /** Not of a head: its place as a whole, and what lies below it. */
  private static final Set<String> LEFT_OUT = Set.of("head-trans", "asym-breast", "asym-trunk");

  private record Words(String negative, String positive) {}

  private static final Words SIZE = new Words("decr", "incr");
  private static final Words SIDES = new Words("l", "r");
  private static final List<Words> PAIRS =
      List.of(
          SIZE,
          new Words("down", "up"),
          new Words("in", "out"),
          new Words("backward", "forward"),
          new Words("concave", "convex"),
          new Words("compress", "uncompress"));

  private static final double LEAST_COSINE = 0.5;
  private static final double PART = 1.0 / 3;

  /** 4 mm in decimetres. */
  private static final double MAX_WAY = 0.04;

  private TargetPairs() {}

  /** The components [V * 3] at one standard deviation, by name. */
  static Map<String, float[]> components(TargetFiles files) throws IOException {
    Map<String, float[]> components = new LinkedHashMap<>();
    for (String folder : FOLDERS) {
      Map<String, float[]> targets = joined(files.read(folder), folder.equals(ASYMMETRY));
      List<Words> pairs = folder.equals(ASYMMETRY) ? List.of(SIDES) : PAIRS;
      Set<String> left = new LinkedHashSet<>(targets.keySet());
      while (!left.isEmpty()) {
        add(components, targets, left, pairs, left.iterator().next());
      }
    }
    return components;
  }

  /** Both sides of each target together. */
  private static Map<String, float[]> joined(Map<String, float[]> targets, boolean isOfSides) {
    Map<String, float[]> joined = new LinkedHashMap<>();
    targets.forEach(
        (name, offsets) -> {
          String both = isOfSides ? name : name.replaceFirst("^[lr]-", "");
          if (LEFT_OUT.stream().noneMatch(name::startsWith)) {
            joined.merge(both, offsets, TargetPairs::sum);
          }
        });
    return joined;
  }

  private static void add(
      Map<String, float[]> components,
      Map<String, float[]> targets,
      Set<String> left,
      List<Words> pairs,
      String name) {
    left.remove(name);
    float[] own = Objects.requireNonNull(targets.get(name));
    for (Words words : pairs) {
      @Nullable String stem = stem(name, words);
      if (stem == null) {
        continue;
      }
      String negativeName = stem + "-" + words.negative;
      String positiveName = stem + "-" + words.positive;
      float[] negative = targets.get(negativeName);
      float[] positive = targets.get(positiveName);
      if (negative != null && positive != null && cosine(positive, negative) >= LEAST_COSINE) {
        left.remove(negativeName);
        left.remove(positiveName);
        boolean isPlain = words.equals(SIZE) || words.equals(SIDES);
        put(
            components,
            isPlain ? stem : "%s-%s-%s".formatted(stem, words.negative, words.positive),
            halfDifference(positive, negative));
        return;
      }
    }
    put(components, name, own.clone());
  }

  private static @Nullable String stem(String name, Words words) {
    for (String word : List.of(words.negative, words.positive)) {
      if (name.endsWith("-" + word)) {
        return name.substring(0, name.length() - word.length() - 1);
      }
    }
    return null;
  }

  /** What does not move the head is no component of it. */
  private static void put(Map<String, float[]> components, String name, float[] offsets) {
    double longest = 0;
    for (int i = 0; i < offsets.length; i += 3) {
      longest =
          Math.max(longest, Math.hypot(Math.hypot(offsets[i], offsets[i + 1]), offsets[i + 2]));
    }
    if (longest > 0) {
      double deviation = Math.min(PART, MAX_WAY / longest);
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] *= (float) deviation;
      }
      components.put(name, offsets);
    }
  }

  /** Between one and the opposite of the other; 0 where one does not move. */
  private static double cosine(float[] positive, float[] negative) {
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < positive.length; i++) {
      dot -= (double) positive[i] * negative[i];
      a += (double) positive[i] * positive[i];
      b += (double) negative[i] * negative[i];
    }
    return a == 0 || b == 0 ? 0 : dot / Math.sqrt(a * b);
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static float[] halfDifference(float[] a, float[] b) {
    float[] half = new float[a.length];
    for (int i = 0; i < half.length; i++) {
      half[i] = (a[i] - b[i]) / 2;
    }
    return half;
  }
}
