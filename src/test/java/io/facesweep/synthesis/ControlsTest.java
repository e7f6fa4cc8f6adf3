package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.Control;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.Renderer;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.Controls.Heads;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlsTest {
  private static final FaceModel BALL = Toys.ball();
  private static final int SIDE = 32;

  /** Two trials in their first step, of other scales and orders of depth. */
  private static Lockstep lockstep(SynthesisPhase phase) {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    List<TrialSpec> batch =
        List.of(
            Toys.trial("a", 1, "texture { depth-control = true, depth-scale = 0.5 }"),
            Toys.trial("b", 2, "texture { depth-control = true, depth-convention = far-bright }"));
    Lockstep lockstep = new Lockstep(batch, phase, 2, models, StepListener.NONE);
    lockstep.all().forEach(state -> state.begin(0));
    return lockstep;
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
      Lockstep lockstep = lockstep(phase);
      Controls controls =
          new Controls(List.of(ControlSource.DEPTH), lockstep, renderer(), Heads.MOVING, owner);
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

  @Test
  void imagesOfFixedHeadsAreMadeOnce() {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = lockstep(SynthesisPhase.TEXTURE);
      List<ControlSource> depth = List.of(ControlSource.DEPTH);
      Controls fixed = new Controls(depth, lockstep, renderer(), Heads.FIXED, owner);
      Controls moving = new Controls(depth, lockstep, renderer(), Heads.MOVING, owner);
      float[] first = fixed.of(heads(), null).get(0).images().toFloats();
      assertThat(first).containsExactly(moving.of(heads(), null).get(0).images().toFloats());
      assertThat(owner.bytes()).isEqualTo(2 * ControlSource.DEPTH.bytes(SIDE));
      // Were they made again, they would be of the other heads.
      Tensor others = heads().mul(0.5);
      assertThat(fixed.of(others, null).get(0).images().toFloats()).containsExactly(first);
      assertThat(moving.of(others, null).get(0).images().toFloats()).isNotEqualTo(first);
    }
  }

  @Test
  void trialsHaveTheControlsThatTheirSettingsTurnOn() {
    TrialSettings depth = TrialValues.settings("texture.depth-control = true");
    assertThat(ControlSource.of(depth, SynthesisPhase.TEXTURE))
        .containsExactly(ControlSource.DEPTH);
    assertThat(ControlSource.of(depth, SynthesisPhase.JOINT)).containsExactly(ControlSource.DEPTH);
    assertThat(ControlSource.of(depth, SynthesisPhase.GEOMETRY)).isEmpty();
    assertThat(ControlSource.of(TrialValues.defaults(), SynthesisPhase.TEXTURE)).isEmpty();
  }

  @Test
  void withoutControlsNothingIsRendered() {
    try (TensorScope scope = TensorScope.open();
        TensorOwner owner = new TensorOwner()) {
      Lockstep lockstep = lockstep(SynthesisPhase.GEOMETRY);
      Controls none = new Controls(List.of(), lockstep, renderer(), Heads.MOVING, owner);
      assertThat(none.of(Tensor.zeros(0), null)).isEmpty();
    }
  }
}
