package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.LoraFile;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoraTuningTest {
  private static final Path BASE = Path.of("src/test/resources/golden/sd15-like/model");
  private static final RandomStream RANDOM = RandomStream.of("lora", 0);
  private static final int RANK = 3;

  @TempDir private Path folder;
  private final UNetFiles start = UNetFiles.of(CheckpointSource.of(BASE));
  private TensorScope scope;
  private GradMode mode;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
    mode = GradMode.disabled();
  }

  @AfterEach
  void close() {
    mode.close();
    scope.close();
  }

  private LoraTuning tuning(TrainedWeights trained) {
    FrozenTensors base = new FrozenTensors(start, DType.FLOAT32, Device.CPU);
    return new LoraTuning(RANK, trained, base, Device.CPU);
  }

  private TrainedNets<UNet2DConditionModel> nets(LoraTuning tuning) {
    return new TrainedNets<>(
        "lora",
        DType.FLOAT32,
        tuning::over,
        tensors -> start.over(tensors.apply(""), DType.FLOAT32, Device.CPU));
  }

  private static Tensor output(UNet2DConditionModel net) {
    Tensor sample = RANDOM.child("sample").normal(1, net.config().encoder().inChannels(), 8, 8);
    Tensor text = RANDOM.child("text").normal(1, 5, net.config().encoder().crossAttentionDim());
    return net.forward(sample, new long[] {500}, text);
  }

  private static double difference(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item();
  }

  @ParameterizedTest
  @EnumSource(TrainedWeights.class)
  void theFileThatIsWrittenMergesToTheNetThatWasTrained(TrainedWeights trained) {
    try (LoraTuning tuning = tuning(trained)) {
      TrainedNets<UNet2DConditionModel> nets = nets(tuning);
      float[] values = RANDOM.child("values").normal(nets.layout().size()).mul(0.2).toFloats();
      try (Parameters parameters =
          new Parameters(
              nets.layout(), TrainingState.initial(LossScale.NONE, values), Device.CPU)) {
        nets.bind(parameters);
        Tensor expected = output(nets.averaged());
        tuning.writeBeside(folder, nets.layout(), values);
        LoraFile file = new LoraFile(folder.resolve(LoraTuning.FILE), 1);
        CheckpointSource source = CheckpointSource.of(BASE);
        try (Checkpoint plain = Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU);
            Checkpoint merged =
                Checkpoint.open(
                    source.withLoras(List.of(file)), DType.FLOAT32, DType.FLOAT32, Device.CPU)) {
          double changed = difference(expected, output(plain.unet()));
          assertThat(changed).isGreaterThan(1e-2);
          assertThat(difference(expected, output(merged.unet()))).isLessThan(1e-4 * changed);
        }
      }
    }
  }

  @Test
  void itStartsAsItsBaseAndChangesWhatItIsAskedTo() {
    try (LoraTuning tuning = tuning(TrainedWeights.ATTENTION)) {
      TrainedNets<UNet2DConditionModel> nets = nets(tuning);
      float[] values = tuning.initial(nets.layout(), RANDOM);
      assertThat(nets.layout().slots())
          .isNotEmpty()
          .allSatisfy(slot -> assertThat(slot.name()).contains(".attentions.", ".lora_"));
      try (Parameters parameters =
              new Parameters(
                  nets.layout(), TrainingState.initial(LossScale.NONE, values), Device.CPU);
          Checkpoint base = Checkpoint.open(BASE, DType.FLOAT32, Device.CPU)) {
        nets.bind(parameters);
        assertThat(output(nets.trained()).toFloats()).isEqualTo(output(base.unet()).toFloats());
      }
    }
  }
}
