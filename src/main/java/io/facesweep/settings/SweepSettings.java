package io.facesweep.settings;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is crossed with what, keys {@code sweep.*}.
 *
 * @param name of the sweep and its folders: letters, digits, {@code . _ -}; required
 * @param prompts at least one, distinct; required
 * @param promptTemplate what is made of a prompt, holding {@code {prompt}}; default {@code
 *     {prompt}}. FaceG2E evaluates with "a realistic 3D face model of {prompt}".
 * @param seeds distinct whole numbers from 0; default [0]
 * @param axes the settings that vary, in the order of the file; default none
 * @param exclude combinations that are left out: each names levels by axis key, and leaves out
 *     whatever has them all
 * @param baseline the level of each axis that the others are compared with; the first where the
 *     file names none
 */
public record SweepSettings(
    String name,
    List<String> prompts,
    String promptTemplate,
    List<Long> seeds,
    List<Axis> axes,
    List<Map<String, Level>> exclude,
    Map<String, Level> baseline)
    implements Serializable {
  /** Stands for the prompt in a template. */
  public static final String PLACEHOLDER = "{prompt}";

  public SweepSettings {
    prompts = List.copyOf(prompts);
    seeds = List.copyOf(seeds);
    axes = List.copyOf(axes);
    exclude = exclude.stream().map(SweepSettings::copy).toList();
    baseline = copy(baseline);
  }

  /** The text given to the diffusion model for a prompt, before a view is named. */
  public String promptText(String prompt) {
    return promptTemplate.replace(PLACEHOLDER, prompt);
  }

  private static Map<String, Level> copy(Map<String, Level> levels) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(levels));
  }
}
