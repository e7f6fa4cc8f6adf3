package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseScheduleTest {
  @TempDir Path directory;

  private NoiseSchedule open(String json) {
    try {
      Files.writeString(directory.resolve("scheduler_config.json"), json);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return NoiseSchedule.open(directory);
  }

  @Test
  void multipliesWhatEveryStepLeaves() {
    NoiseSchedule linear =
        open("{\"beta_start\": 0.1, \"beta_end\": 0.3, \"num_train_timesteps\": 3}");
    assertThat(linear.trainTimesteps()).isEqualTo(3);
    assertThat(linear.alphasCumprod(0)).isCloseTo(0.9f, within(1e-6f));
    assertThat(linear.alphasCumprod(1)).isCloseTo(0.9f * 0.8f, within(1e-6f));
    assertThat(linear.alphasCumprod(2)).isCloseTo(0.9f * 0.8f * 0.7f, within(1e-6f));
    NoiseSchedule trained = open("{\"trained_betas\": [0.5, 0.25]}");
    assertThat(trained.alphasCumprod(1)).isCloseTo(0.375f, within(1e-6f));
  }

  @Test
  void cosineScheduleEndsInNoise() {
    NoiseSchedule cosine = open("{\"beta_schedule\": \"squaredcos_cap_v2\"}");
    double middle = Math.pow(Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2), 2);
    double start = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
    assertThat(cosine.alphasCumprod(499)).isCloseTo((float) (middle / start), within(1e-5f));
    assertThat(cosine.alphasCumprod(999)).isLessThan(1e-5f);
  }

  @Test
  void velocityAndNoiseAreTwoViewsOfTheSame() {
    NoiseSchedule schedule =
        open("{\"prediction_type\": \"v_prediction\", \"trained_betas\": [0.2, 0.5]}");
    try (TensorScope scope = TensorScope.open()) {
      Tensor latents = Tensor.of(new float[] {1, -2, 3, 0.5f}, 2, 1, 2, 1);
      Tensor noise = Tensor.of(new float[] {0.3f, 1, -1, 2}, 2, 1, 2, 1);
      long[] timesteps = {0, 1};
      Tensor noisy = schedule.addNoise(latents, noise, timesteps);
      Tensor velocity = schedule.velocity(latents, noise, timesteps);
      float[] found = schedule.epsilon(velocity, noisy, timesteps).toFloats();
      assertThat(found).containsExactly(noise.toFloats(), within(1e-6f));
    }
  }

  @Test
  void refusesWhatIsNotADiscreteNoiseSchedule() {
    assertThatThrownBy(() -> open("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it configures a FlowMatchEulerDiscreteScheduler")
        .hasMessageContaining("(supported: schedulers of Stable Diffusion 1.x and 2.x)");
    assertThatThrownBy(() -> open("{\"trained_betas\": [0.5, 1.5]}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not every beta is between 0 and 1");
    assertThatThrownBy(() -> open("{\"num_train_timesteps\": 1000001}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("(expected at most 1000000)");
  }

  @Test
  void refusesTimestepsThatTheNetWasNotTrainedOn() {
    NoiseSchedule schedule = open("{}");
    assertThatThrownBy(() -> schedule.alphasCumprod(1000))
        .hasMessage("Invalid timestep: 1000 (expected 0 to 999)");
    assertThatThrownBy(() -> schedule.alphasCumprod(-1))
        .hasMessage("Invalid timestep: -1 (expected 0 to 999)");
  }
}
