package io.facesweep.settings;

import io.facesweep.settings.Setting.Text;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is crossed with what, keys {@code sweep.*}. */
public record SweepSettings(
    @Setting(doc = "name of the sweep and its folders", text = Text.NAME, otherwise = "required")
        String name,
    @Setting(
            doc = "what to synthesise",
            text = Text.NOT_BLANK,
            minSize = 1,
            distinct = true,
            otherwise = "required")
        List<String> prompts,
    @Setting(doc = "what is made of a prompt", text = Text.TEMPLATE, byDefault = "\"{prompt}\"")
        String promptTemplate,
    @Setting(
            doc = "random seeds, each a repetition",
            min = 0,
            max = 1L << 53,
            minSize = 1,
            distinct = true,
            byDefault = "[0]")
        List<Long> seeds,
    @Setting(doc = "lists of values by key of trial or models: what varies", otherwise = "none")
        List<Axis> axes,
    @Setting(
            doc =
                "which combinations of levels are run: full (all), one-factor (the baseline and each"
                    + " other level alone), leave-one-out (all ingredients and each left out),"
                    + " fractional (a fraction of two-level axes)",
            byDefault = "full")
        Design design,
    @Setting(doc = "combinations of levels to leave out", otherwise = "none")
        List<Map<String, Level>> exclude,
    @Setting(doc = "the level of each axis to compare with", otherwise = "first levels")
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
