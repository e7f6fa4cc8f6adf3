package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.config.TrialValues;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Objective;
import io.facesweep.settings.TrialSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which options each objective uses: with the nets of a small checkpoint they change the result and
 * no others do, and a configuration that gives another is refused by its key.
 */
class ObjectiveOptionsTest {
  /** What each option is set to. */
  private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("scale", "3");
    OPTIONS.put("form", "conditional");
    OPTIONS.put("rescale", "0.7");
    OPTIONS.put("weighting", "uniform");
    OPTIONS.put("negative-prompt", "ugly");
    OPTIONS.put("negative-template", "\"an ugly {prompt}\"");
    OPTIONS.put("csd.prompt-weight", "2");
    OPTIONS.put("csd.negative-weight", "0.9");
    OPTIONS.put("csd.negative-weight-end", "0.9");
    OPTIONS.put("csd.null-weight", "1");
    OPTIONS.put("csd.noise-weight", "0.1");
    OPTIONS.put("nfsd.threshold", "0.95");
    OPTIONS.put("bridge.source", "\"{prompt}, dark\"");
    OPTIONS.put("ism.interval", "80");
    OPTIONS.put("ism.stride", "100");
    OPTIONS.put("ism.inversion-steps", "2");
    OPTIONS.put("ism.controlled-inversion", "false");
    OPTIONS.put("sdi.inversion-steps", "2");
    OPTIONS.put("sdi.inversion-scale", "-1");
    OPTIONS.put("sdi.eta", "0");
    OPTIONS.put("sdi.remap", "true");
    OPTIONS.put("asd.shift", "0.3");
    OPTIONS.put("asd.drawn", "false");
  }

  /** What each objective uses beside the options of its own name. */
  private static final Map<Objective, List<String>> COMMON =
      Map.of(
          Objective.SDS, List.of("scale", "form", "rescale", "weighting", "negative-prompt"),
          Objective.CSD, List.of("weighting", "negative-prompt", "negative-template"),
          Objective.NFSD, List.of("scale", "weighting", "negative-prompt", "negative-template"),
          Objective.BRIDGE, List.of("scale", "weighting"),
          Objective.ISM, List.of("scale", "form", "rescale", "negative-prompt"),
          Objective.SDI, List.of("scale", "form", "negative-prompt"),
          Objective.ASD, List.of("scale", "form", "rescale", "weighting", "negative-prompt"));

  private static final String TRIAL =
      """
      phases = texture-only, geometry.coefficients = [0]
      texture { resolution = 32, render-resolution = 32, steps = 2, latent-steps = 2, init = noise
                depth-control = true, optimizer.eps = 1 }
      guidance { scale = 7.5, t-max = 0.9, t-min = 0.5
                 csd { negative-weight = 0.5, negative-weight-end = 0.5 }
                 sdi.inversion-steps = 3 }
      """;

  private static final String SWEEP =
      """
      sweep { name = options, prompts = ["a man"] }
      models { diffusion = x, face = "builtin:head" }
      output.uri = out
      """;

  private static LoadedModels loaded;

  @BeforeAll
  static void open() {
    loaded = GoldenModels.open();
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  private static boolean uses(Objective objective, String option) {
    List<String> common = Objects.requireNonNull(COMMON.get(objective));
    return common.contains(option) || option.startsWith(objective.text() + ".");
  }

  private static float[] latents(String settings) {
    TrialSpec trial = new TrialSpec("x", "a man", 1, TrialValues.settings(settings));
    SynthesisModels models = GoldenModels.withFace(loaded, Toys.ball());
    return Objects.requireNonNull(OptionCase.completed(models, trial).texture()).latents();
  }

  @Test
  void thereIsACaseForEveryOptionOfAnObjective() {
    Set<String> options = new TreeSet<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      String general = declared.general();
      boolean depends = declared.gates().stream().anyMatch(gate -> gate.type() == Objective.class);
      if (general != null && depends) {
        options.add(general.substring("guidance.".length()));
      }
    }
    assertThat(OPTIONS.keySet()).containsExactlyInAnyOrderElementsOf(options);
  }

  @ParameterizedTest
  @EnumSource
  void anOptionChangesTheResultsOfTheObjectivesThatUseItAndNoOthers(Objective objective) {
    String base = TRIAL + "guidance.objective = " + objective.text() + "\n";
    float[] plain = latents(base);
    assertThat(latents(base)).containsExactly(plain);
    List<String> effective = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    OPTIONS.forEach(
        (option, value) -> {
          if (!Arrays.equals(latents(base + "guidance.%s = %s".formatted(option, value)), plain)) {
            effective.add(option);
          }
          if (uses(objective, option)) {
            expected.add(option);
          }
        });
    assertThat(effective).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void anOptionThatAnObjectiveDoesNotUseIsRefusedByItsKey(Objective objective) {
    for (String block : List.of("guidance", "geometry.guidance", "texture.guidance")) {
      OPTIONS.forEach(
          (option, value) -> {
            String config =
                SWEEP
                    + "trial.guidance.objective = %s\ntrial.%s.%s = %s"
                        .formatted(objective.text(), block, option, value);
            if (uses(objective, option)) {
              assertThat(SweepConfig.parse(config)).isNotNull();
            } else {
              assertThatThrownBy(() -> SweepConfig.parse(config))
                  .as("%s of %s", option, objective)
                  .isInstanceOf(UserException.class)
                  .hasMessageContaining("Invalid trial.%s.%s: ".formatted(block, option))
                  .hasMessageContaining(
                      "(expected no value, for no trial uses it; it counts where");
            }
          });
    }
  }

  /** Priors are distilled by SDS: what SDS uses counts for them. */
  @Test
  void aPriorUsesWhatItsObjectiveDoesNot() {
    String prior =
        SWEEP
            + """
              models.texture-unet = x
              trial.texture.prior = texture-unet
              trial.guidance { objective = bridge, form = conditional, negative-prompt = ugly }
              """;
    assertThat(SweepConfig.parse(prior)).isNotNull();
    assertThatThrownBy(() -> SweepConfig.parse(prior + "trial.guidance.rescale = 0.5"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid trial.guidance.rescale: 0.5 (expected no value");
  }
}
