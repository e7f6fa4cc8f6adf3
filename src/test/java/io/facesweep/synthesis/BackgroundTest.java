package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corner of what is distilled shows what is behind the head: the toy codec leaves it as is. */
class BackgroundTest {
  private static final FaceModel BALL = Toys.ball();
  private static final int PIXELS = 32 * 32;
  private static final String GEOMETRY = "phases = geometry-only, geometry.steps = 4\n";
  private static final String TEXTURE =
      "phases = texture-only, geometry.coefficients = [0], texture { steps = 4, latent-steps = 2 }\n";

  /** The corner's red, green and blue in each step of some trials; a list for each trial. */
  private static List<List<List<Double>>> corners(List<TrialSpec> batch) {
    RecordingScoreModel model = new RecordingScoreModel();
    SynthesisModels models = Toys.models(model, new ToyCodec(1), BALL);
    new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(batch);
    List<List<List<Double>>> trials = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      List<List<Double>> steps = new ArrayList<>();
      for (int call = 0; call < model.calls(); call++) {
        steps.add(corner(model.seen(call, i)));
      }
      trials.add(steps);
    }
    return trials;
  }

  private static List<Double> corner(Map<String, Object> seen) {
    List<?> z = (List<?>) seen.get("z");
    List<Double> colour = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      colour.add(((Number) z.get(channel * PIXELS)).doubleValue());
    }
    return colour;
  }

  private static List<List<Double>> corners(String settings) {
    return corners(List.of(Toys.trial("x", 1, settings))).get(0);
  }

  private static void assertAll(List<List<Double>> corners, double... colour) {
    assertThat(corners).hasSize(4);
    for (List<Double> corner : corners) {
      for (int channel = 0; channel < 3; channel++) {
        assertThat(corner.get(channel)).isCloseTo(colour[channel], within(1e-6));
      }
    }
  }

  @Test
  void isTheGreyOfAllViewsUnlessAPhaseHasItsOwn() {
    assertAll(corners(GEOMETRY + "views.background = 0.25"), 0.25, 0.25, 0.25);
    assertAll(corners(TEXTURE + "views.background = 0.25"), 0.25, 0.25, 0.25);
    String colour = "views.background = 0.25, %s.background.color = [0.125, 0.5, 1]";
    assertAll(corners(GEOMETRY + colour.formatted("geometry")), 0.125, 0.5, 1);
    assertAll(corners(GEOMETRY + colour.formatted("texture")), 0.25, 0.25, 0.25);
    assertAll(corners(TEXTURE + colour.formatted("texture")), 0.125, 0.5, 1);
    assertAll(corners(TEXTURE + colour.formatted("geometry")), 0.25, 0.25, 0.25);
    assertAll(
        corners(GEOMETRY + "views.background = 1, geometry.background.mode = black"), 0, 0, 0);
    assertAll(corners(TEXTURE + "views.background = 1, texture.background.mode = black"), 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"geometry", "texture"})
  void isDrawnAnewAtEachStep(String phase) {
    String base = phase.equals("geometry") ? GEOMETRY : TEXTURE;
    List<List<Double>> drawn = corners(base + phase + ".background.mode = random");
    assertThat(drawn).hasSize(4).doesNotHaveDuplicates();
    for (List<Double> colour : drawn) {
      assertThat(colour).doesNotHaveDuplicates().allMatch(channel -> channel >= 0 && channel < 1);
    }
    // the same whatever else differs, and beside a trial that has a colour of its own
    String other = base + phase + ".background.mode = random, guidance.scale = 3";
    String mate = base + phase + ".background.color = [1, 0, 0]";
    List<List<List<Double>>> both =
        corners(List.of(Toys.trial("y", 2, mate), Toys.trial("x", 1, other)));
    assertThat(both.get(1)).isEqualTo(drawn);
    assertAll(both.get(0), 1, 0, 0);
  }

  @Test
  void zeroLatentsStandForNoColour() {
    String settings =
        TEXTURE
            + "texture { background.mode = random, latent-background = zero, latent-steps = 2 }";
    List<List<Double>> drawn = corners(settings);
    assertThat(drawn.subList(0, 2)).containsOnly(List.of(0.0, 0.0, 0.0));
    assertThat(drawn.subList(2, 4))
        .isEqualTo(corners(TEXTURE + "texture.background.mode = random").subList(2, 4));
  }

  @Test
  void normalsHaveTheirOwn() {
    String settings =
        GEOMETRY
            + "geometry { render = mix, normal-probability = 1, normal-background = 0.75,"
            + " background.mode = random }";
    assertAll(corners(settings), 0.75, 0.75, 0.75);
  }
}
