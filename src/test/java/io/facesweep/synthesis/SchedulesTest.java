package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.config.TrialValues;
import io.facesweep.render.Camera;
import io.facesweep.render.FaceG2ELights;
import io.facesweep.render.LightPresets;
import io.facesweep.settings.DreamtimeSettings;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.LightFrame;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSet;
import io.facesweep.settings.LightSettings;
import io.facesweep.settings.PriorSchedule;
import io.facesweep.settings.ViewSettings;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final RandomStream RANDOM = RandomStream.of("test", 5);
  private static final DreamtimeSettings DREAMTIME = new DreamtimeSettings(800, 500, 300, 500);

  @Test
  void linearTimestepsFallFromHighestToLowest() {
    long[] t = timesteps("guidance.timestep = linear", 200);
    assertThat(t[0]).isEqualTo(980);
    assertThat(t[100]).isEqualTo(Math.round(980 - 960 * 100 / 199.0));
    assertThat(t[199]).isEqualTo(20);
    assertThat(timesteps("guidance.timestep = linear", 1)).containsExactly(980);
    assertThat(timesteps("guidance { timestep = linear, t-max = 1, t-min = 0 }", 2))
        .containsExactly(999, 0);
  }

  @Test
  void uniformTimestepsFillTheirRange() {
    long[] t = timesteps("guidance { timestep = uniform, t-max = 0.03, t-min = 0.02 }", 400);
    assertThat(t).contains(20, 30);
    assertThat(Arrays.stream(t)).allMatch(one -> one >= 20 && one <= 30);
    assertThat(t)
        .isEqualTo(timesteps("guidance { timestep = uniform, t-max = 0.03, t-min = 0.02 }", 400));
  }

  @Test
  void curvedTimestepsFallFastAtFirstOrInTheMiddle() {
    long[] root = timesteps("guidance.timestep = square-root", 101);
    assertThat(root[0]).isEqualTo(980);
    assertThat(root[25]).isEqualTo(500);
    assertThat(root[100]).isEqualTo(20);
    long[] cosine = timesteps("guidance.timestep = cosine", 101);
    assertThat(cosine[0]).isEqualTo(980);
    assertThat(cosine[25]).isEqualTo(Math.round(980 - 960 * (1 - Math.sqrt(0.5)) / 2));
    assertThat(cosine[50]).isEqualTo(500);
    assertThat(cosine[100]).isEqualTo(20);
    assertThat(timesteps("guidance.timestep = cosine", 1)).containsExactly(980);
  }

  @Test
  void jitteredTimestepsStayNearTheLineAndWithinTheRange() {
    long[] plain = timesteps("guidance.timestep = linear", 300);
    long[] t = timesteps("guidance { timestep = linear-jitter, jitter = 0.03 }", 300);
    long[] shifts = IntStream.range(0, 300).mapToLong(i -> t[i] - plain[i]).toArray();
    assertThat(Arrays.stream(shifts)).allMatch(shift -> Math.abs(shift) <= 30);
    assertThat(Arrays.stream(shifts).max().getAsLong()).isGreaterThan(25);
    assertThat(Arrays.stream(shifts).min().getAsLong()).isLessThan(-25);
    assertThat(Arrays.stream(t)).allMatch(one -> one >= 20 && one <= 980);
  }

  @Test
  void annealedTimestepsAreDrawnFromARangeThatShrinks() {
    long[] t = timesteps("guidance { timestep = annealed, t-max-end = 0.1 }", 1000);
    for (int i = 0; i < t.length; i++) {
      assertThat(t[i]).isBetween(20L, Math.round(980 - 880 * i / 999.0));
    }
    assertThat(Arrays.stream(t, 0, 100).max().getAsLong()).isGreaterThan(850);
    assertThat(Arrays.stream(t, 900, 1000).average().getAsDouble()).isBetween(60.0, 110.0);
  }

  @Test
  void dreamtimeSpendsStepsInProportionToItsWeights() {
    int steps = 20_000;
    long[] t = timesteps("guidance.timestep = dreamtime", steps);
    double all =
        IntStream.rangeClosed(20, 980)
            .mapToDouble(i -> DreamtimeTimesteps.weight(DREAMTIME, i))
            .sum();
    for (int probe : new int[] {100, 499, 650, 900}) {
      long spent = IntStream.range(0, steps).filter(i -> t[i] == probe).count();
      assertThat((double) spent / steps)
          .isCloseTo(DreamtimeTimesteps.weight(DREAMTIME, probe) / all, within(1.5 / steps));
    }
    assertThat(t[0]).isEqualTo(980);
    assertThat(t[steps - 1]).isEqualTo(20);
    assertThat(IntStream.range(1, steps).allMatch(i -> t[i] <= t[i - 1])).isTrue();
  }

  @Test
  void dreamtimeWeightsAreAPlateauWithGaussianFlanks() {
    assertThat(DreamtimeTimesteps.weight(DREAMTIME, 500)).isEqualTo(1);
    assertThat(DreamtimeTimesteps.weight(DREAMTIME, 650)).isEqualTo(1);
    assertThat(DreamtimeTimesteps.weight(DREAMTIME, 800)).isEqualTo(1);
    assertThat(DreamtimeTimesteps.weight(DREAMTIME, 1100)).isCloseTo(Math.exp(-0.5), within(1e-12));
    assertThat(DreamtimeTimesteps.weight(DREAMTIME, 0)).isCloseTo(Math.exp(-0.5), within(1e-12));
  }

  @Test
  void priorWeightMovesAsItsScheduleSays() {
    assertThat(PriorWeight.at(PriorSchedule.CONSTANT, 20, 3, 0, 11)).isEqualTo(3);
    assertThat(PriorWeight.at(PriorSchedule.LINEAR, 20, 3, 0, 11)).isEqualTo(20);
    assertThat(PriorWeight.at(PriorSchedule.LINEAR, 20, 3, 5, 11)).isCloseTo(11.5, within(1e-12));
    assertThat(PriorWeight.at(PriorSchedule.LINEAR, 20, 3, 10, 11)).isEqualTo(3);
    assertThat(PriorWeight.at(PriorSchedule.LOG, 100, 1, 5, 11)).isCloseTo(10, within(1e-9));
    assertThat(PriorWeight.at(PriorSchedule.LINEAR, 20, 3, 0, 1)).isEqualTo(3);
  }

  @Test
  void promptsNameTheViewByWrappedAzimuth() {
    double[] front = {0, 45, -45, 315, 405, -315};
    double[] side = {46, 90, 135, 225, -46, -90, -135, 270};
    double[] back = {136, 180, 224, -136, -180, 540};
    for (double azimuth : front) {
      assertThat(PromptView.of(azimuth)).as("azimuth %s", azimuth).isEqualTo(PromptView.FRONT);
    }
    for (double azimuth : side) {
      assertThat(PromptView.of(azimuth)).as("azimuth %s", azimuth).isEqualTo(PromptView.SIDE);
    }
    for (double azimuth : back) {
      assertThat(PromptView.of(azimuth)).as("azimuth %s", azimuth).isEqualTo(PromptView.BACK);
    }
    assertThat(PromptView.BACK.apply("a man")).isEqualTo("a man, back view");
    assertThat(PromptView.NONE.apply("a man")).isEqualTo("a man");
  }

  @Test
  void anglesAndWordsOfViewsAreSettings() {
    ViewSettings views =
        TrialValues.settings(
                "views { words = from-the-view, front-angle = 30, back-angle = 180, overhead-angle = 60 }")
            .views();
    assertThat(PromptView.of(Camera.orbit(-30, 60, 5), views)).isEqualTo(PromptView.FRONT);
    assertThat(PromptView.of(Camera.orbit(391, 0, 5), views)).isEqualTo(PromptView.SIDE);
    assertThat(PromptView.of(Camera.orbit(180, 0, 5), views)).isEqualTo(PromptView.SIDE);
    assertThat(PromptView.of(Camera.orbit(0, 61, 5), views)).isEqualTo(PromptView.OVERHEAD);
    assertThat(PromptView.FRONT.apply("a man", views.words()))
        .isEqualTo("a man from the front view");
    ViewSettings usual = TrialValues.defaults().views();
    for (int azimuth = -720; azimuth <= 720; azimuth++) {
      assertThat(PromptView.of(Camera.orbit(azimuth, 0, 5), usual))
          .as("azimuth %s", azimuth)
          .isEqualTo(PromptView.of(azimuth));
    }
  }

  @Test
  void gradientsAreCutOffAtAValueEachItemAtItsOwn() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor gradients = Tensor.of(new float[] {-3, 1, 2, -3, 1, 2}, 2, 3);
      float[] cut = GradientClip.clamp(gradients, new double[] {1.5, 0}).toFloats();
      assertThat(cut).containsExactly(-1.5f, 1, 1.5f, -3, 1, 2);
    }
  }

  @Test
  void lightsStandStillWithTheCameraOrTheHead() {
    try (TensorScope scope = TensorScope.open()) {
      LightSampler head =
          new LightSampler(lights(List.of(2), 1, LightFrame.HEAD, LightSet.DIRECTIONAL));
      assertThat(head.draw(RANDOM, 75).toFloats())
          .containsExactly(LightPresets.light(2, 0).toFloats());
    }
  }

  @Test
  void lightsAreThoseOfFaceG2eWhereTheSetSaysSo() {
    try (TensorScope scope = TensorScope.open()) {
      LightSampler own = new LightSampler(lights(List.of(2), 1, LightFrame.HEAD, LightSet.FACEG2E));
      assertThat(own.draw(RANDOM, 75).toFloats())
          .containsExactly(FaceG2ELights.light(2, 0).toFloats());
      LightSampler turned =
          new LightSampler(lights(List.of(2), 1, LightFrame.CAMERA, LightSet.FACEG2E));
      assertThat(turned.draw(RANDOM, 75).toFloats())
          .containsExactly(FaceG2ELights.light(2, 75).toFloats());
    }
  }

  /** Its steps of 960 / 401, rounded down; the last is one step above t-min. */
  @Test
  void openLinearTimestepsAreThoseOfFaceG2e() {
    long[] t = timesteps("guidance.timestep = linear-open", 401);
    for (int i = 0; i < t.length; i++) {
      assertThat(t[i]).as("step %d", i).isEqualTo((int) (980 - 960 / 401.0 * i));
    }
    assertThat(t[1]).isEqualTo(977);
    assertThat(t[400]).isEqualTo(22);
    assertThat(timesteps("guidance.timestep = linear-open", 1)).containsExactly(980);
  }

  @Test
  void drawsViewsFromFixedSets() {
    ViewSettings views = TrialValues.settings("views.texture.preset = code-texture").views();
    ViewSampler sampler = ViewSampler.of(views.texture(), views);
    Set<Camera> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Camera camera = sampler.draw(RANDOM.child(i));
      assertThat(camera.elevation()).isIn(0.0, 30.0);
      assertThat(camera.azimuth()).isIn(0.0, 60.0, 120.0, 240.0, 300.0);
      assertThat(camera.distance()).isIn(7.7, 8.7);
      seen.add(camera);
    }
    assertThat(seen).hasSize(20);
    assertThat(sampler.distinct()).isEqualTo(20);
  }

  @Test
  void drawsViewsFromRanges() {
    ViewSettings views =
        TrialValues.settings("views { geometry.preset = full-turn, distance = 5, fov = 20 }")
            .views();
    ViewSampler sampler = ViewSampler.of(views.geometry(), views);
    double[] azimuths =
        IntStream.range(0, 500).mapToDouble(i -> sampler.draw(RANDOM.child(i)).azimuth()).toArray();
    assertThat(Arrays.stream(azimuths).min().getAsDouble()).isBetween(-180.0, -150.0);
    assertThat(Arrays.stream(azimuths).max().getAsDouble()).isBetween(150.0, 180.0);
    assertThat(sampler.draw(RANDOM).distance()).isBetween(5.0, 7.0);
    assertThat(sampler.draw(RANDOM).fieldOfView()).isEqualTo(20);
    assertThat(sampler.distinct()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void drawsOnlyTheLightsThatAreGiven() {
    try (TensorScope scope = TensorScope.open()) {
      LightSampler two =
          new LightSampler(lights(List.of(2, 7), 2, LightFrame.CAMERA, LightSet.DIRECTIONAL));
      float[] second = LightPresets.light(2, 30).mul(2).toFloats();
      float[] seventh = LightPresets.light(7, 30).mul(2).toFloats();
      Set<Boolean> kinds = new HashSet<>();
      for (int i = 0; i < 30; i++) {
        float[] drawn = two.draw(RANDOM.child(i), 30).toFloats();
        boolean isSecond = Arrays.equals(drawn, second);
        assertThat(isSecond || Arrays.equals(drawn, seventh)).isTrue();
        kinds.add(isSecond);
      }
      assertThat(kinds).hasSize(2);
    }
  }

  private static LightSettings lights(
      List<Integer> presets, double intensity, LightFrame frame, LightSet set) {
    return new LightSettings(LightMode.PRESETS, presets, intensity, frame, set);
  }

  private static long[] timesteps(String settings, int steps) {
    GuidanceSettings guidance = TrialValues.settings(settings).texture().guidance();
    Timesteps schedule = Timesteps.of(guidance, steps, 1000);
    return IntStream.range(0, steps).mapToLong(i -> schedule.at(i, RANDOM.child(i))).toArray();
  }
}
