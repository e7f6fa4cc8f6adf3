package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.Control;
import io.facesweep.render.CannyEdges;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.LightPresets;
import io.facesweep.render.NormalSpace;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.Controls.Heads;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlsTest {
  private static final FaceModel BALL = Toys.ball();
  private static final int SIDE = 32;

  private static final String ALL =
      """
BLOCK.depth-control = true
BLOCK.control { normal.on = true, landmarks.on = true, canny { on = true, low = 30, high = 400 } }
""";

  /** Two trials in their first step. */
  private static Lockstep lockstep(SynthesisPhase phase, String first, String second) {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    List<TrialSpec> batch = List.of(trial("a", 1, phase, first), trial("b", 2, phase, second));
    Lockstep lockstep = new Lockstep(batch, phase, 2, models, StepListener.NONE);
    lockstep.all().forEach(state -> state.begin(0));
    return lockstep;
  }

  /** With the settings of the phase's block. */
  private static TrialSpec trial(String id, int seed, SynthesisPhase phase, String settings) {
    String block = phase == SynthesisPhase.GEOMETRY ? "geometry" : "texture";
    return Toys.trial(id, seed, settings.replace("BLOCK", block));
  }

  /** Of other scales and orders of depth. */
  private static Lockstep depths(SynthesisPhase phase) {
    return lockstep(
        phase,
        "BLOCK { depth-control = true, depth-scale = 0.5 }",
        "BLOCK { depth-control = true, depth-convention = far-bright }");
  }

  private static Controls controls(
      List<ControlSource> sources, Lockstep lockstep, Heads heads, TensorOwner owner) {
    return new Controls(sources, lockstep, BALL, renderer(), heads, owner);
  }

  /** Vertices [2, V, 3]. */
  private static Tensor heads() {
    Tensor head = Tensor.of(BALL.mean().vertices(), 1, BALL.vertexCount(), 3);
    return Tensor.cat(0, head, head.mul(0.8));
  }

  private static Renderer renderer() {
    return new Renderers(BALL, Device.CPU).at(SIDE);
  }

  @ParameterizedTest
  @EnumSource(SynthesisPhase.class)
  void everyPhaseCanShowDepth(SynthesisPhase phase) {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = depths(phase);
      Controls controls = controls(List.of(ControlSource.DEPTH), lockstep, Heads.MOVING, owner);
      Control depth = controls.of(heads(), null).get(0);
      assertThat(depth.role()).isEqualTo(ModelRole.DEPTH_CONTROLNET);
      assertThat(depth.scales()).containsExactly(0.5, 1);
      assertThat(depth.images().shape()).containsExactly(2, 3, SIDE, SIDE);
      assertThat(depth.images().toFloats())
          .containsExactly(
              renderer()
                  .view(heads(), lockstep.cameras())
                  .controlDepth(List.of(DepthOrder.NEAR_BRIGHT, DepthOrder.FAR_BRIGHT))
                  .toFloats());
    }
  }

  @ParameterizedTest
  @EnumSource(SynthesisPhase.class)
  void everyPhaseCanShowAllAtOnce(SynthesisPhase phase) {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = lockstep(phase, ALL, ALL);
      List<ControlSource> sources = ControlSource.of(lockstep.state(0).settings(), phase);
      assertThat(sources).containsExactly(ControlSource.values());
      List<Control> shown = controls(sources, lockstep, Heads.MOVING, owner).of(heads(), null);
      assertThat(shown.stream().map(Control::role))
          .containsExactly(
              ModelRole.DEPTH_CONTROLNET,
              ModelRole.NORMAL_CONTROLNET,
              ModelRole.LANDMARK_CONTROLNET,
              ModelRole.CANNY_CONTROLNET);
      RenderedViews views = renderer().view(heads(), lockstep.cameras());
      Tensor normals = views.normals(NormalSpace.CAMERA, Tensor.of(new float[] {0.5f, 0.5f, 1}, 3));
      Tensor found = shown.get(1).images();
      assertThat(found.slice(1, 0, 1).add(normals.slice(1, 0, 1)).sub(1).abs().max().item())
          .as("red is left")
          .isLessThan(1e-6f);
      assertThat(found.slice(1, 1, 3).toFloats())
          .containsExactly(normals.slice(1, 1, 3).toFloats());
      for (int i = 0; i < 2; i++) {
        assertThat(shown.get(2).images().select(0, i).toFloats())
            .containsExactly(
                new LineDrawing(SIDE)
                    .draw(BALL.lines().orElseThrow(), views.clip(i), lockstep.state(i).camera()));
        assertThat(shown.get(3).images().select(0, i).slice(0, 0, 1).toFloats())
            .containsExactly(edges(lockstep.state(i), i));
      }
    }
  }

  /** Edges by the thresholds of the settings. */
  private static float[] edges(TrialState state, int item) {
    RenderedViews view = renderer().view(heads().slice(0, item, item + 1), List.of(state.camera()));
    Tensor light = LightPresets.light(0, state.camera().azimuth());
    Tensor grey = view.grey(0.8, light, Tensor.of(new float[] {1, 1, 1}, 3));
    float[] luminance = grey.slice(1, 0, 1).toFloats();
    float[] found = new CannyEdges(30, 400, 0).detect(luminance, SIDE, SIDE);
    assertThat(found).contains(1f).contains(0f);
    assertThat(found).isNotEqualTo(new CannyEdges(30, 2000, 0).detect(luminance, SIDE, SIDE));
    return found;
  }

  @Test
  void imagesOfFixedHeadsAreMadeOnce() {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = lockstep(SynthesisPhase.GEOMETRY, ALL, ALL);
      List<ControlSource> all = List.of(ControlSource.values());
      Controls fixed = controls(all, lockstep, Heads.FIXED, owner);
      Controls moving = controls(all, lockstep, Heads.MOVING, owner);
      List<Control> first = fixed.of(heads(), null);
      List<Control> now = moving.of(heads(), null);
      long bytes = all.stream().mapToLong(source -> source.bytes(SIDE)).sum();
      assertThat(owner.bytes()).isEqualTo(2 * bytes);
      // Were they made again, they would be of the other heads.
      Tensor others = heads().mul(0.5);
      List<Control> again = fixed.of(others, null);
      List<Control> other = moving.of(others, null);
      for (int i = 0; i < all.size(); i++) {
        float[] image = first.get(i).images().toFloats();
        assertThat(image).containsExactly(now.get(i).images().toFloats());
        assertThat(again.get(i).images().toFloats()).containsExactly(image);
        assertThat(other.get(i).images().toFloats()).isNotEqualTo(image);
      }
    }
  }

  @Test
  void trialsHaveTheControlsThatTheirSettingsTurnOn() {
    TrialSettings depth = TrialValues.settings("texture.depth-control = true");
    assertThat(ControlSource.of(depth, SynthesisPhase.TEXTURE))
        .containsExactly(ControlSource.DEPTH);
    assertThat(ControlSource.of(depth, SynthesisPhase.JOINT)).containsExactly(ControlSource.DEPTH);
    assertThat(ControlSource.of(depth, SynthesisPhase.GEOMETRY)).isEmpty();
    TrialSettings two =
        TrialValues.settings("geometry.control { landmarks.on = true, normal.on = true }");
    assertThat(ControlSource.of(two, SynthesisPhase.GEOMETRY))
        .containsExactly(ControlSource.NORMAL, ControlSource.LANDMARKS);
    assertThat(ControlSource.of(two, SynthesisPhase.TEXTURE)).isEmpty();
    assertThat(ControlSource.of(TrialValues.defaults(), SynthesisPhase.TEXTURE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SynthesisPhase.class)
  void aControlIsOffFromItsEndOn(SynthesisPhase phase) {
    for (String[] key :
        new String[][] {
          {"depth-control", "depth-end"},
          {"control.normal.on", "control.normal.end"},
          {"control.landmarks.on", "control.landmarks.end"},
          {"control.canny.on", "control.canny.end"}
        }) {
      try (TensorScope scope = TensorScope.open();
          TensorOwner owner = new TensorOwner()) {
        String on = "BLOCK.%s = true\n".formatted(key[0]);
        String ends = on + "BLOCK.%s = 1\n".formatted(key[1]);
        Lockstep one = lockstep(phase, ends, on);
        Lockstep both = lockstep(phase, ends, ends);
        List<ControlSource> sources = ControlSource.of(one.state(0).settings(), phase);
        assertThat(sources).hasSize(1);
        Controls left = controls(sources, one, Heads.MOVING, owner);
        Controls none = controls(sources, both, Heads.MOVING, owner);
        assertThat(left.of(heads(), null).get(0).scales()).containsExactly(1, 1);
        assertThat(none.of(heads(), null)).hasSize(1);
        Stream.of(one, both).flatMap(l -> l.all().stream()).forEach(state -> state.begin(1));
        assertThat(left.of(heads(), null).get(0).scales()).containsExactly(0, 1);
        assertThat(none.of(heads(), null)).isEmpty();
      }
    }
  }

  @Test
  void withoutControlsNothingIsRendered() {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = depths(SynthesisPhase.GEOMETRY);
      Controls none = controls(List.of(), lockstep, Heads.MOVING, owner);
      assertThat(none.of(Tensor.zeros(0), null)).isEmpty();
    }
  }

  @Test
  void linesOfAFaceWithoutAnyAreRefused() {
    FaceModel plain = FaceModel.builder("plain", BALL.mean()).build();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), plain);
    List<TrialSpec> batch =
        List.of(
            Toys.trial(
                "x",
                1,
                "geometry.control.landmarks.on = true, texture.control.landmarks.on = true"));
    assertThatThrownBy(() -> TrialChecks.require(models, batch))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "trial x: Invalid geometry.control.landmarks.on: true (expected false, as plain does"
                + " not say where the lines of its face run")
        .hasMessageContaining("Invalid texture.control.landmarks.on: true");
  }
}
