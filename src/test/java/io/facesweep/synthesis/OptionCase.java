package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.facesweep.face.FaceModel;
import io.facesweep.settings.PriorKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An option and what it changes.
 *
 * @param base settings in both runs
 * @param option settings in the second only
 * @param changed aspects that differ of what the denoisers are asked in the first step
 */
record OptionCase(String base, String option, Set<String> changed) {
  private static final FaceModel BALL = Toys.ball();

  /** What processors may differ by in the results of two steps; an option must do more. */
  private static final double ROUNDING = 1e-6;

  /** Aspects of which the recording denoiser takes no notice. */
  private static final Set<String> UNHEEDED =
      Set.of("timestep", "text", "text 2", "text 3", "negative", "control", "loss");

  static OptionCase of(String base, String option, String... changed) {
    return new OptionCase(base, option, new TreeSet<>(Arrays.asList(changed)));
  }

  /** Keys that the option sets. */
  Set<String> keys() {
    return ConfigFactory.parseString(option).entrySet().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** It changes these aspects, nothing else, and the result. */
  void check() {
    Run before = run(base);
    Run after = run(base + option);
    Set<String> found = new TreeSet<>();
    Set<String> all = new TreeSet<>(before.asked().keySet());
    all.addAll(after.asked().keySet());
    for (String aspect : all) {
      if (!Objects.equals(before.asked().get(aspect), after.asked().get(aspect))) {
        found.add(aspect);
      }
    }
    assertThat(found).isEqualTo(changed);
    if (found.isEmpty() || found.stream().anyMatch(this::isHeeded)) {
      assertThat(distance(before.result(), after.result())).isGreaterThan(ROUNDING);
    }
  }

  private boolean isHeeded(String aspect) {
    String own = aspect.replaceFirst("^(prior|yuv) ", "").replaceFirst("^[A-Z_]+ .*", "control");
    return own.equals("guidance") ? option.matches(".*\\bscale.*") : !UNHEEDED.contains(own);
  }

  /** It changes nothing at all. */
  void checkNothing() {
    checkSameAs(base);
  }

  /** It does what other settings do. */
  void checkSameAs(String settings) {
    Run other = run(settings);
    Run own = run(base + option);
    assertThat(own.asked()).isEqualTo(other.asked());
    assertThat(own.result()).containsExactly(other.result());
  }

  /** Greatest difference of two values at the same place. */
  private static double distance(float[] before, float[] after) {
    assertThat(after).hasSameSizeAs(before);
    double greatest = 0;
    for (int i = 0; i < before.length; i++) {
      greatest = Math.max(greatest, Math.abs(after[i] - before[i]));
    }
    return greatest;
  }

  /** What the denoisers were asked first, and the coefficients or latents that came out. */
  @SuppressWarnings("ArrayRecordComponent") // A result, never compared.
  record Run(Map<String, Object> asked, float[] result) {}

  static Run run(String settings) {
    RecordingScoreModel diffusion = new RecordingScoreModel();
    RecordingScoreModel unet = new RecordingScoreModel();
    RecordingScoreModel twin = new RecordingScoreModel();
    TrialSpec trial = Toys.trial("x", 1, settings);
    SynthesisModels models = Toys.models(diffusion, unet, twin, BALL);
    TrialResult.Completed result = completed(models, trial);
    Map<String, Object> asked = new TreeMap<>(diffusion.seen(0, 0));
    TextureOutcome texture = result.texture();
    if (texture == null) {
      return new Run(asked, result.geometry().coefficients());
    }
    if (trial.settings().texture().prior() == PriorKind.CANNY_CONTROLNET) {
      diffusion.seen(1, 0).forEach((aspect, value) -> asked.put("prior " + aspect, value));
    } else if (unet.calls() > 0) {
      unet.seen(0, 0).forEach((aspect, value) -> asked.put("prior " + aspect, value));
    }
    if (twin.calls() > 0) {
      twin.seen(0, 0).forEach((aspect, value) -> asked.put("yuv " + aspect, value));
    }
    boolean isTexels = texture.latents().length == 0;
    return new Run(asked, isTexels ? texture.albedo() : texture.latents());
  }

  /** The result of a trial that must not fail. */
  static TrialResult.Completed completed(SynthesisModels models, TrialSpec trial) {
    TrialResult result =
        new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial)).get(0);
    assertThat(result).isInstanceOf(TrialResult.Completed.class);
    return (TrialResult.Completed) result;
  }
}
