package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final FaceModel FACE = Toys.ball();

  @Test
  void namesTheLargestBatchThatFits() {
    OptionalLong free = OptionalLong.of(10 * GIBIBYTE);
    MemoryEstimate.requireFit(3, 3 * GIBIBYTE, free);
    assertThatThrownBy(() -> MemoryEstimate.requireFit(4, 3 * GIBIBYTE, free))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run 4 trials at once: each takes about 3.0 GiB and 10.0 GiB are free, so at"
                + " most 3 fit; set spark.trials-per-task = 3");
    assertThatThrownBy(() -> MemoryEstimate.requireFit(1, 11 * GIBIBYTE, free))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run a trial: each takes about 11.0 GiB and 10.0 GiB are free; lower"
                + " texture.resolution, texture.render-resolution or geometry.encode-resolution");
    MemoryEstimate.requireFit(1000, GIBIBYTE, OptionalLong.empty());
  }

  @Test
  void growsWithWhatIsComputed() {
    try (LoadedModels loaded = GoldenModels.open()) {
      MemoryEstimate estimate = new MemoryEstimate(loaded.models());
      long small = texture(estimate, "resolution = 64, render-resolution = 64");
      long head =
          (long) Float.BYTES * MemoryEstimate.VERTEX_NUMBERS * loaded.models().face().vertexCount();
      // Four times the pixels, of everything but the head.
      assertThat(texture(estimate, "resolution = 128, render-resolution = 128") - head)
          .isBetween(4 * (small - head) - 1000, 4 * (small - head) + 1000);
      long controlled =
          texture(estimate, "resolution = 64, render-resolution = 64, depth-control = true");
      assertThat(controlled).isGreaterThan(small);
      long latent =
          texture(estimate, "resolution = 64, render-resolution = 64, steps = 4, latent-steps = 4");
      assertThat(latent - head).isPositive().isLessThan((small - head) / 4);
      TrialSettings geometry =
          TrialValues.settings("geometry { resolution = 64, encode-resolution = 64 }");
      assertThat(estimate.geometry(geometry)).isPositive().isLessThan(small);
    }
  }

  /** No call of the net has more than two texts. */
  @Test
  void objectivesWithMorePredictionsTakeNoMoreAtOnce() {
    try (LoadedModels loaded = GoldenModels.open()) {
      MemoryEstimate estimate = new MemoryEstimate(loaded.models());
      String small = "resolution = 64, render-resolution = 64, guidance.objective = ";
      long sds = texture(estimate, small + "sds");
      for (Objective objective : Objective.values()) {
        assertThat(texture(estimate, small + objective.text())).as(objective.text()).isEqualTo(sds);
      }
    }
  }

  @Test
  void countsTheNetsThatAPriorRuns() {
    SynthesisModels models =
        Toys.models(new Priced(1000), new Priced(3000), new Priced(5000), new PricedCodec(), FACE);
    MemoryEstimate estimate = new MemoryEstimate(models);
    String small = "resolution = 64, render-resolution = 64, prior-yuv = false";
    long plain = texture(estimate, small);
    // With an edge ControlNet the diffusion model takes 10 more; the edges are kept.
    assertThat(texture(estimate, small + ", prior = canny-controlnet") - plain)
        .isEqualTo(10 + 3 * 64 * 64 * Float.BYTES);
    String unet = small + ", prior = texture-unet";
    assertThat(texture(estimate, unet) - plain).isEqualTo(2000);
    // The twin's score, and what encoding for it keeps.
    assertThat(texture(estimate, unet + ", prior-yuv = true") - plain).isEqualTo(4000 + 64);
  }

  /** A codec that keeps twice as much for decoding as for encoding. */
  @Test
  void texelsTakeNoDecoder() {
    SynthesisModels models =
        Toys.models(new Priced(1000), new Priced(1000), new Priced(1000), new PricedCodec(), FACE);
    MemoryEstimate estimate = new MemoryEstimate(models);
    String small = "resolution = 64, render-resolution = 64, latent-steps = 0";
    long latents = texture(estimate, small);
    long texels = texture(estimate, small + ", parameter = rgb");
    long own = MemoryEstimate.TEXEL_NUMBERS * 64L * 64 * Float.BYTES;
    assertThat(texels - own).isEqualTo(latents - 2 * 64);
    // whatever latent-steps says, and with what encoding for a prior keeps
    assertThat(texture(estimate, "resolution = 64, render-resolution = 64, parameter = rgb"))
        .isEqualTo(texels);
    assertThat(texture(estimate, small + ", parameter = rgb, prior = texture-unet"))
        .isEqualTo(texels + 64);
  }

  @Test
  void latentStepsEncodeNothingForTheTwin() {
    MemoryEstimate estimate =
        new MemoryEstimate(
            Toys.models(
                new Priced(1000), new Priced(1000), new Priced(9000), new PricedCodec(), FACE));
    String latent = "steps = 4, latent-steps = 4, prior = texture-unet, prior-yuv = ";
    assertThat(texture(estimate, latent + "true")).isEqualTo(texture(estimate, latent + "false"));
  }

  /** A net of a price. */
  private record Priced(long bytes) implements ScoreDistillation {
    @Override
    public int timesteps() {
      return 1000;
    }

    @Override
    public boolean has(ModelRole role) {
      return true;
    }

    @Override
    public Tensor embed(String text) {
      throw new UnsupportedOperationException("not computed");
    }

    @Override
    public DistillationResult gradient(DistillationQuery request) {
      throw new UnsupportedOperationException("not computed");
    }

    @Override
    public long gradientBytes(DistillationLoss loss, long side, Set<ModelRole> roles) {
      return bytes + 10L * roles.size();
    }
  }

  /** A codec that keeps a byte a row. */
  private record PricedCodec() implements LatentCodec {
    @Override
    public int factor() {
      return 8;
    }

    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      throw new UnsupportedOperationException("not computed");
    }

    @Override
    public Tensor decode(Tensor latents) {
      throw new UnsupportedOperationException("not computed");
    }

    @Override
    public long encodeBytes(long side) {
      return side;
    }

    @Override
    public long decodeBytes(long side) {
      return 2 * side;
    }
  }

  private static long texture(MemoryEstimate estimate, String settings) {
    return estimate.texture(TrialValues.settings("texture { " + settings + " }"));
  }

  @Test
  void asksTheMachineAndItsControlGroup(@TempDir Path folder) throws IOException {
    Path machine = folder.resolve("meminfo");
    Files.writeString(machine, "MemTotal: 9000 kB\nMemAvailable:    5000 kB\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(5000 * 1024);
    Files.writeString(folder.resolve("memory.max"), "max\n");
    Files.writeString(folder.resolve("memory.current"), "1000000\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(5000 * 1024);
    Files.writeString(folder.resolve("memory.max"), "3000000\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(2_000_000);
    assertThat(FreeMemory.of(folder.resolve("none"), folder.resolve("none"))).isEmpty();
  }
}
