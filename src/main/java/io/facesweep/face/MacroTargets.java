package io.facesweep.face;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MakeHuman's targets of age, gender and ethnicity, {@code
 * macrodetails/ETHNICITY-GENDER-AGE.target[.gz]}. The mean head is the base mesh with the mean of
 * the six young people. Targets move the whole body up and down: the mean way of the head is taken
 * from each. Without all six there are none.
 */
final class MacroTargets {
  private static final List<String> ETHNICITIES = List.of("african", "asian", "caucasian");
  private static final List<String> GENDERS = List.of("female", "male");

  /** A half of the way to a stereotype. */
  private static final float DEVIATION = 0.5f;

  private final Map<String, float[]> targets;
  private final boolean isWhole;

  private MacroTargets(Map<String, float[]> targets) {
    this.targets = targets;
    isWhole = isWhole("young");
  }

  static MacroTargets of(TargetFiles files) throws IOException {
    Map<String, float[]> targets = new LinkedHashMap<>();
    files.read("macrodetails").forEach((name, offsets) -> targets.put(name, inPlace(offsets)));
    return new MacroTargets(targets);
  }

  /** Without the mean way of all vertices. */
  private static float[] inPlace(float[] offsets) {
    double[] way = new double[3];
    for (int i = 0; i < offsets.length; i++) {
      way[i % 3] += 3.0 * offsets[i] / offsets.length;
    }
    float[] rest = new float[offsets.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (float) (offsets[i] - way[i % 3]);
    }
    return rest;
  }

  private boolean isWhole(String age) {
    return ETHNICITIES.stream()
        .allMatch(
            ethnicity ->
                GENDERS.stream().allMatch(g -> targets.containsKey(name(ethnicity, g, age))));
  }

  private static String name(String ethnicity, String gender, String age) {
    return "%s-%s-%s".formatted(ethnicity, gender, age);
  }

  /** The mean of the people of these ethnicities, genders and age. */
  private float[] mean(List<String> ethnicities, List<String> genders, String age) {
    float[] mean = new float[0];
    int count = ethnicities.size() * genders.size();
    for (String ethnicity : ethnicities) {
      for (String gender : genders) {
        float[] one = targets.getOrDefault(name(ethnicity, gender, age), new float[0]);
        mean = mean.length == 0 ? new float[one.length] : mean;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += one[i] / count;
        }
      }
    }
    return mean;
  }

  /** The mean head [V * 3]. */
  float[] mean(float[] base) {
    return isWhole ? combined(base, 1, mean(ETHNICITIES, GENDERS, "young"), 1) : base;
  }

  /** The components [V * 3] at one standard deviation. */
  Map<String, float[]> components() {
    Map<String, float[]> components = new LinkedHashMap<>();
    if (!isWhole) {
      return components;
    }
    float[] young = mean(ETHNICITIES, GENDERS, "young");
    components.put(
        "macro-female-male",
        combined(
            mean(ETHNICITIES, List.of("male"), "young"),
            DEVIATION / 2,
            mean(ETHNICITIES, List.of("female"), "young"),
            -DEVIATION / 2));
    if (isWhole("old")) {
      float[] old = mean(ETHNICITIES, GENDERS, "old");
      components.put("macro-young-old", combined(old, DEVIATION / 2, young, -DEVIATION / 2));
    }
    if (isWhole("child")) {
      float[] child = mean(ETHNICITIES, GENDERS, "child");
      components.put("macro-young-child", combined(child, DEVIATION, young, -DEVIATION));
    }
    for (String ethnicity : ETHNICITIES) {
      float[] own = mean(List.of(ethnicity), GENDERS, "young");
      components.put("macro-" + ethnicity, combined(own, DEVIATION, young, -DEVIATION));
    }
    return components;
  }

  private static float[] combined(float[] a, float x, float[] b, float y) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x * a[i] + y * b[i];
    }
    return sum;
  }
}
