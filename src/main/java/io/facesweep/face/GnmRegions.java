package io.facesweep.face;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * GNM Head's vertex groups as regions, under their names with hyphens; and those that FaceSweep
 * looks for, made of them: {@code eyes} of both, {@code face} of the patch that is called {@code
 * hockey_mask}, and {@code lips}, {@code ears}, {@code neck}, {@code scalp} of groups with these
 * words in their names.
 *
 * @param all weights [V] by name
 */
record GnmRegions(Map<String, float[]> all) {
  private static final Map<String, Set<String>> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("lips", Set.of("lip", "lips"));
    WORDS.put("ears", Set.of("ear", "ears"));
    WORDS.put("neck", Set.of("neck"));
    WORDS.put("scalp", Set.of("scalp"));
  }

  private static final Set<String> EYES = Set.of("left-eye", "right-eye");

  /** What closed lips hide. */
  private static final Set<String> HIDDEN = Set.of("teeth", "gums", "tongue");

  /** Weights that rounding has carried past 0 or 1 by less than this are 0 or 1. */
  private static final float ROUNDING = 1e-3f;

  /**
   * Takes the groups of the vertices that a model has; those that are empty there are left out.
   *
   * @param names of G groups
   * @param weights [G, V of the source]
   */
  static GnmRegions of(List<String> names, float[] weights, SourceVertices vertices) {
    Map<String, float[]> all = new LinkedHashMap<>();
    for (int group = 0; group < names.size(); group++) {
      int start = group * vertices.count();
      float[] own =
          rounded(vertices.of(Arrays.copyOfRange(weights, start, start + vertices.count()), 1));
      if (!isEmpty(own)) {
        all.put(names.get(group).replace('_', '-'), own);
      }
    }
    Map<String, float[]> made = new LinkedHashMap<>();
    all.forEach(
        (name, own) -> {
          if (name.equals("hockey-mask")) {
            add(made, "face", own);
          } else if (EYES.contains(name)) {
            add(made, "eyes", own);
          }
          WORDS.forEach(
              (region, words) -> {
                if (Arrays.stream(name.split("-")).anyMatch(words::contains)) {
                  add(made, region, own);
                }
              });
        });
    all.putAll(made);
    return new GnmRegions(all);
  }

  private static void add(Map<String, float[]> regions, String region, float[] own) {
    float[] sum = regions.computeIfAbsent(region, name -> new float[own.length]);
    for (int v = 0; v < own.length; v++) {
      sum[v] = Math.max(sum[v], own[v]);
    }
  }

  private static float[] rounded(float[] weights) {
    for (int v = 0; v < weights.length; v++) {
      if (weights[v] < 0 && weights[v] > -ROUNDING) {
        weights[v] = 0;
      } else if (weights[v] > 1 && weights[v] < 1 + ROUNDING) {
        weights[v] = 1;
      }
    }
    return weights;
  }

  private static boolean isEmpty(float[] weights) {
    for (float weight : weights) {
      if (weight != 0) {
        return false;
      }
    }
    return true;
  }

  /** Weights [V] of what is seen of a head with its lips closed. */
  float[] seen(int vertexCount) {
    float[] seen = new float[vertexCount];
    Arrays.fill(seen, 1);
    all.forEach(
        (name, weights) -> {
          if (Arrays.stream(name.split("-")).anyMatch(HIDDEN::contains)) {
            for (int v = 0; v < seen.length; v++) {
              seen[v] = weights[v] > 0 ? 0 : seen[v];
            }
          }
        });
    return seen;
  }
}
